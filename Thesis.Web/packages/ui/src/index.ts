import './tokens.css';
import './components.css';

export { Badge } from './Badge.tsx';
export { Button } from './Button.tsx';
export { ErrorBoundary } from './ErrorBoundary.tsx';
export { Field, type FieldProps } from './Field.tsx';
export { Panel } from './Panel.tsx';
export { Stat } from './Stat.tsx';
