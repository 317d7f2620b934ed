/** Names of things here that mean the same in every format, at every host and for ever. */

/** Made of the id, which grows with time and is random enough that no two installations share one. */
export const urnOf = (id: string) => `urn:warraq:${id}`;
