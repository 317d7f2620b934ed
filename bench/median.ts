/** The value in the middle, of two the larger one. The values stay in their order. */
export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] as number;
