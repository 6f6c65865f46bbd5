import type { ReactNode } from 'react';

/** A short state; `tone` is the colour of its dot, which never carries the meaning alone. */
export const Badge = ({ tone, children }: { readonly tone?: string; readonly children: ReactNode }) => (
  <span className="ui-badge" style={tone ? ({ '--tone': tone } as React.CSSProperties) : undefined}>
    {children}
  </span>
);
