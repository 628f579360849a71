export { type AudienceWords, postWords, sentWords } from './audience-words.ts';
export { AudiencePicker, type AudiencePickerProps } from './components/audience-picker.tsx';
export { SaveAsSegment } from './components/save-as-segment.tsx';
export { SegmentSelect, type SegmentSelectProps } from './components/segment-select.tsx';
export { TagFromSet } from './components/tag-from-set.tsx';
export { WechatTags } from './components/wechat-tags.tsx';
export { tellCreated, useCreateSegment } from './mutations.ts';
export { useAudienceHeads, useSegmentSizes, useSegments } from './queries.ts';
export { SegmentsScreen } from './screens/segments-screen.tsx';
