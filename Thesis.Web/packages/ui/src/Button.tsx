import type { ButtonHTMLAttributes } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'primary' | 'plain' | 'quiet';
}

export const Button = ({ kind = 'plain', type = 'button', className = '', ...rest }: ButtonProps) => (
  <button type={type} data-kind={kind} className={`ui-button ${className}`} {...rest} />
);
