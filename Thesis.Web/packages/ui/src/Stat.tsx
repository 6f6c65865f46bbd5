interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
}

/** One figure; stands in a `dl`. */
export const Stat = ({ label, value, unit }: StatProps) => (
  <div className="ui-stat">
    <dt>{label}</dt>
    <dd>
      {value} {unit && <small>{unit}</small>}
    </dd>
  </div>
);
