export { Accordion, Collapse, Drawer, Progress, ScrollArea, Table, Tabs, Timeline, Tooltip } from '@mantine/core';
