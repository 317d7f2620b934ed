/** Building a statement from parts: values become numbered parameters as they are used. */
export class Values {
  readonly list: unknown[] = [];

  /** The placeholder that stands for this value. */
  add(value: unknown, cast?: string): string {
    this.list.push(value);
    return cast ? `$${this.list.length}::${cast}` : `$${this.list.length}`;
  }
}

/** Conditions joined by AND; none is true. */
export function all(conditions: string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}
