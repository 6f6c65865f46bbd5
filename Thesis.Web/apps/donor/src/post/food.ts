export const FOOD_TYPES = ['bakery', 'produce', 'prepared', 'dairy', 'meat', 'pantry', 'beverages', 'frozen'] as const;
export const STORAGE_CLASSES = ['ambient', 'chilled', 'frozen'] as const;

export type FoodType = (typeof FOOD_TYPES)[number];
export type StorageClass = (typeof STORAGE_CLASSES)[number];

/** How a kind of food is usually kept; what the form suggests. */
export const USUAL_STORAGE: Readonly<Record<FoodType, StorageClass>> = {
  bakery: 'ambient', produce: 'ambient', prepared: 'chilled', dairy: 'chilled', meat: 'chilled', pantry: 'ambient', beverages: 'ambient', frozen: 'frozen',
};
