/** What people may be allergic to, as the API names it. */
export const ALLERGENS = [
  'gluten', 'wheat', 'milk', 'eggs', 'nuts', 'peanuts', 'soy', 'sesame', 'fish', 'crustaceans', 'molluscs', 'celery', 'mustard', 'lupin', 'sulphites',
] as const;

export type Allergen = (typeof ALLERGENS)[number];
