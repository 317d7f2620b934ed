/** WebSub: who subscribes at a hub hears of a feed's changes at once, since the hub is told and asks for the feed itself. */

interface Settings {
  readonly publicUrl: string | undefined;
  readonly websubHub: string | undefined;
}

/** The hub that is told of changes; null where there is none, or where it could not be told where the feeds are. */
export const hubOf = ({ publicUrl, websubHub }: Settings): string | null =>
  publicUrl === undefined ? null : (websubHub ?? null);
