// Inputs that bring much along: fetched by the few screens that use them, not with every form.
export { FileInput, NumberInput, Select } from '@mantine/core';
