import { describe, expect, it } from 'vitest';
import { readPosition, writePosition } from '../src/position.ts';

describe('a position', () => {
  it.each([
    ['52.5200, 13.4050'],
    ['52.52 13.405'],
    ['(52.52; 13.405)'],
    ['52.52°, 13.405°'],
    ['geo:52.52,13.405?z=17'],
    ['https://www.openstreetmap.org/#map=17/52.52/13.405'],
    ['https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=5/1.0/2.0'],
    ['https://www.google.com/maps/@52.52,13.405,17z'],
    ['https://www.google.com/maps/place/X/@1.0,2.0,17z/data=!3m1!3d52.52!4d13.405'],
    ['https://maps.google.com/?q=52.52,13.405'],
    ['https://maps.apple.com/?ll=52.52%2C13.405'],
  ])('is read from what people copy: %s', (text) => {
    expect(readPosition(text)).toEqual({ latitude: 52.52, longitude: 13.405 });
  });

  it.each([[''], ['12 Main Street'], ['52.52'], ['95, 13'], ['52.5, 190'], ['52,5200 13,4050 north']])('is not guessed from %s', (text) => {
    expect(readPosition(text)).toBeNull();
  });

  it('is shown to the metre', () => {
    expect(writePosition({ latitude: -33.8567844, longitude: 151.2152967 })).toBe('-33.85678, 151.21530');
  });
});
