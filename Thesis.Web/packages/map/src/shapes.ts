import type { ItemKind } from './items.ts';
import type { Urgency } from './urgency.ts';

/** Draws shapes on a canvas: each kind and urgency has its own, so that colour never says it alone. */
export type Shape = 'dot' | 'ring' | 'circle' | 'triangle' | 'square' | 'arrow';

export const shapeOf = (kind: ItemKind, urgency: Urgency | undefined): Shape => {
  if (kind === 'donor') return 'dot';
  if (kind === 'ngo') return 'ring';
  if (kind === 'driver') return 'arrow';
  return urgency === 'urgent' ? 'square' : urgency === 'soon' ? 'triangle' : 'circle';
};

export const SIZES: Readonly<Record<Shape, number>> = { dot: 4, ring: 6, circle: 8, triangle: 9, square: 9, arrow: 9 };

export function trace(context: CanvasRenderingContext2D, shape: Shape, x: number, y: number, size: number): void {
  context.beginPath();
  switch (shape) {
    case 'triangle':
      context.moveTo(x, y - size);
      context.lineTo(x + size, y + size * 0.8);
      context.lineTo(x - size, y + size * 0.8);
      context.closePath();
      break;
    case 'square':
      context.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
      break;
    case 'arrow':
      context.moveTo(x, y - size);
      context.lineTo(x + size, y);
      context.lineTo(x, y + size);
      context.lineTo(x - size, y);
      context.closePath();
      break;
    default:
      context.arc(x, y, size, 0, 2 * Math.PI);
  }
}
