export { Checkbox, Chip, Fieldset, NativeSelect, Radio, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
