import 'react';

// Style properties that the style sheets read.
declare module 'react' {
  interface CSSProperties {
    '--hue'?: number;
    '--depth'?: number;
  }
}
