/** How many random cases a property is tried on: many more in `npm run soak`. */
export const runs = (usual: number) => (process.env.SOAK ? usual * 20 : usual);
