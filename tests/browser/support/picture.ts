/** A picture of our own drawing, uploaded as an editor uploads one. */
import sharp from 'sharp';
import type { TestApp } from '../../support/app.js';
import type { Person } from '../../support/desk.js';
import { form } from '../../support/pictures.js';

/** A lighthouse at dusk: large enough for every width that pages ask for. */
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1000">
  <linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop stop-color="#27456b"/><stop offset="1" stop-color="#f0b27a"/></linearGradient>
  <rect width="1600" height="1000" fill="url(#dusk)"/><rect y="760" width="1600" height="240" fill="#1d3144"/>
  <path d="M1080 760 1120 330h90l40 430z" fill="#f7f1e6"/><path d="M1112 420h106l8 90h-122z" fill="#a33b2a"/>
  <circle cx="1165" cy="300" r="40" fill="#ffe9a8"/><path d="M1165 300 0 120v330z" fill="#ffe9a8" opacity=".25"/>
</svg>`;

/** Answers the image's id. */
export async function uploadPicture(
  test: TestApp,
  { token }: Person,
  { alt, credit }: { alt: string; credit: string },
): Promise<string> {
  const file = await sharp(Buffer.from(DRAWING)).resize(1600).jpeg({ quality: 85 }).toBuffer();
  const { headers, payload } = form({ alt, credit }, { file });
  const answer = await test.app.inject({
    method: 'POST',
    url: '/media',
    headers: { authorization: `Bearer ${token}`, ...headers },
    payload,
  });
  return answer.json().id;
}
