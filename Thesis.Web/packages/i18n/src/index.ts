export { formatsOf, type Formats } from './formats.ts';
export { directionOf, isLanguage, LANGUAGES, localeOf, preferredLanguage, type Language } from './languages.ts';
export { lazyWithMessages } from './lazy-with-messages.ts';
export { changeLanguage, currentLanguage, loadMessages, registerMessages, startMessages, type MessageLoaders, type Messages } from './messages.ts';
export { readNumber, writeNumber, type NumberReading } from './read-number.ts';
export { DEFAULT_BOX_KG, fromKg, toKg, UNITS, type Unit, type WeightUnit } from './units.ts';
export { textOf, type MessageName, type Text, type Values } from './use-text.ts';
