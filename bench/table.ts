/** Tables of plain text. */

/** Prints rows under their headings, numbers to the right. */
export function printTable(headings: string[], rows: (string | number)[][]): void {
  const cells = [headings, ...rows.map((row) => row.map(String))];
  const widths = headings.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  for (const row of cells)
    console.log(
      row
        .map((cell, at) => align(cell, widths[at] as number))
        .join('  ')
        .trimEnd(),
    );
}

function align(cell: string, width: number): string {
  return /^[\d.,]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
