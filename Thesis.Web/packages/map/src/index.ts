export { extentOf, type Extent } from './extent.ts';
export type { ItemKind, MapItem, MapRoute } from './items.ts';
export { urgencyOf, type Urgency } from './urgency.ts';
export { RegionMap, type RegionMapProps } from './RegionMap.tsx';
export { RegionTable, type RegionTableProps } from './RegionTable.tsx';
