export { extentOf, type Extent } from './extent.ts';
export { urgencyOf, type ItemKind, type MapItem, type MapRoute, type Urgency } from './items.ts';
export { RegionMap, type RegionMapProps } from './RegionMap.tsx';
export { RegionTable, type RegionTableProps } from './RegionTable.tsx';
