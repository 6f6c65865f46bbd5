export {
  Checkbox, Chip, Fieldset, FileInput, NativeSelect, NumberInput, Radio, SegmentedControl, Select, Switch, Textarea, TextInput,
} from '@mantine/core';
