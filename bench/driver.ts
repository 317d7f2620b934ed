/** Sends requests over a few connections that stay open, and takes the time of each. */
import { Agent, request } from 'node:http';

export interface Call {
  path: string;
  /** Sent by POST where there is one. */
  body?: string;
}

const CONNECTIONS = 8;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

/** All calls, so many at a time as there are connections; answers the milliseconds that each took. */
export async function drive(port: number, calls: Call[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const connection = async () => {
    for (let call = calls[next++]; call; call = calls[next++]) {
      const start = performance.now();
      await send(port, call);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return times;
}

/** The text of one answer; anything but 200, or GraphQL's errors, ends the measurement. */
export function send(port: number, { path, body }: Call): Promise<string> {
  const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {};
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, agent, headers, method: body ? 'POST' : 'GET' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200 && !text.startsWith('{"errors"')) resolve(text);
        else reject(new Error(`${path}: ${response.statusCode} ${text.slice(0, 500)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
