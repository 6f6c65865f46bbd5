export { AddPlace } from './AddPlace.tsx';
export { PlacePage } from './PlacePage.tsx';
