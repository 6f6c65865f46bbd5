export { Impact } from './Impact.tsx';
