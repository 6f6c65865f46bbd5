interface FromToProps {
  readonly from: string;
  readonly to: string;
}

/** Two names with an arrow that points the way the language is read. */
export const FromTo = ({ from, to }: FromToProps) => (
  <>
    <bdi>{from}</bdi> <span className="thesis-onward" /> <bdi>{to}</bdi>
  </>
);
