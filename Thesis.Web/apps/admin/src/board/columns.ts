/** The states of orders under way, as the board has columns. */
export const COLUMNS = ['proposed', 'accepted', 'assigned', 'picked_up'] as const;
