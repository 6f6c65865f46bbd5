export { Accordion, ActionIcon, Badge, Collapse, Divider, Drawer, Menu, Modal, Progress, ScrollArea, Table, Tabs, Timeline, Tooltip } from '@mantine/core';
