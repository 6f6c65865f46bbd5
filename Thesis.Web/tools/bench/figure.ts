/** A measured figure and what it is held to; the bench of the whole system writes it into docs/reports. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  readonly better: 'lower' | 'higher';
}
