const FOR = ['preferred', 'urgent', 'fair', 'priority'] as const;
const LIMITS = ['donation', 'capacity', 'storage_capacity', 'plan'] as const;

/** What spoke for the charity. */
export const speakingFor = (why: readonly string[]): readonly (typeof FOR)[number][] => FOR.filter((reason) => why.includes(reason));

/** What kept it from being more; undefined where the plan's reasons were not kept. */
export const limitOf = (why: readonly string[]): (typeof LIMITS)[number] | undefined => LIMITS.find((limit) => why.includes(limit));
