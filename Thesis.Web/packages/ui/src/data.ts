export { Accordion, Badge, Collapse, Drawer, Menu, Modal, Progress, ScrollArea, Table, Tabs, Timeline, Tooltip } from '@mantine/core';
