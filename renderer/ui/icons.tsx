import type { ReactNode, SVGProps } from 'react';

/** Line icons on a 16 grid; decorative, so hidden from screen readers: the control around them carries the name. */
function icon(shape: ReactNode) {
  return function Icon(props: SVGProps<SVGSVGElement>) {
    return (
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        {...props}
      >
        {shape}
      </svg>
    );
  };
}

export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.6v1.6M8 12.8v1.6M1.6 8h1.6M12.8 8h1.6M3.5 3.5l1.1 1.1M11.4 11.4l1.1 1.1M12.5 3.5l-1.1 1.1M4.6 11.4l-1.1 1.1" />
  </>,
);
export const CalendarIcon = icon(
  <>
    <rect x="2" y="3" width="12" height="11" rx="2" />
    <path d="M2 6.5h12M5.2 1.6V4M10.8 1.6V4" />
  </>,
);
export const OrderIcon = icon(
  <>
    <path d="M3.2 2h9.6v12l-2-1.3-1.4 1.3L8 12.7 6.6 14l-1.4-1.3L3.2 14z" />
    <path d="M5.6 5.4h4.8M5.6 8.2h4.8" />
  </>,
);
export const LockIcon = icon(
  <>
    <rect x="3.2" y="7" width="9.6" height="6.6" rx="1.6" />
    <path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2M8 9.6v1.6" />
  </>,
);
export const ShieldIcon = icon(
  <>
    <path d="M8 1.8 13 3.600v3.900c0 3.100-2 5.400-5 6.700-3-1.300-5-3.600-5-6.700V3.600z" />
    <path d="M5.800 8l1.600 1.600 2.900-3.100" />
  </>,
);
export const PeopleIcon = icon(
  <>
    <circle cx="6" cy="5.4" r="2.6" />
    <path d="M1.6 13.6c.3-2.6 2-4 4.4-4s4.100 1.400 4.400 4M10.600 3.100a2.400 2.400 0 0 1 0 4.600M12.200 9.900c1.300.6 2.100 1.900 2.300 3.700" />
  </>,
);
export const ChatIcon = icon(
  <path d="M3.6 2.6h8.8c.9 0 1.6.7 1.6 1.6v5.4c0 .9-.7 1.6-1.6 1.6H7.2L4 13.8v-2.6h-.4A1.6 1.6 0 0 1 2 9.600V4.200c0-.9.7-1.6 1.6-1.6ZM5 5.8h6M5 8.2h3.6" />,
);
export const LadderIcon = icon(<path d="M2.4 13.600V10.800M5.200 13.600V8.800M8 13.600V6.800M10.800 13.600V4.600M13.600 13.600V2.400" />);
export const TagIcon = icon(
  <>
    <path d="M2 3.400v4.200c0 .4.2.8.400 1l5.200 5.200a1.400 1.400 0 0 0 2 0l4-4a1.400 1.400 0 0 0 0-2L8.600 2.600a1.400 1.400 0 0 0-1-.600H3.400A1.400 1.400 0 0 0 2 3.400Z" />
    <circle cx="5.300" cy="5.300" r=".7" fill="currentColor" stroke="none" />
  </>,
);
export const AccountIcon = icon(
  <>
    <rect x="4" y="1.600" width="8" height="12.800" rx="1.800" />
    <path d="M7 12h2" />
  </>,
);
export const ImportIcon = icon(
  <path d="M8 2v7.600M4.800 6.600 8 9.800l3.200-3.200M2.400 11v1.400c0 .9.700 1.600 1.600 1.600h8c.9 0 1.600-.7 1.600-1.600V11" />,
);
export const ExportIcon = icon(
  <path d="M8 9.800V2.200M4.800 5.200 8 2l3.200 3.200M2.400 11v1.400c0 .9.700 1.600 1.600 1.600h8c.9 0 1.600-.7 1.600-1.600V11" />,
);
export const InsightsIcon = icon(<path d="M2.2 13.6h11.6M4 11V8.4M8 11V3M12 11V6" />);
export const LibraryIcon = icon(
  <>
    <rect x="2.2" y="2.6" width="11.6" height="10.800" rx="1.6" />
    <path d="m2.6 11 3.2-3.200 2.400 2.200 2.200-2.600 3 3.400" />
    <circle cx="6" cy="5.600" r="0.9" />
  </>,
);
export const SegmentIcon = icon(
  <>
    <circle cx="6.2" cy="8" r="4" />
    <circle cx="9.8" cy="8" r="4" />
  </>,
);
export const SendIcon = icon(<path d="M13.800 2.200 2.200 6.800l4.600 2.400 2.400 4.600 4.600-11.600ZM6.800 9.200l3-3" />);
export const SettingsIcon = icon(
  <path d="M2 4.600h7.200M12.600 4.600H14M2 11.400h1.400M6.800 11.400H14M10.900 6.300a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400ZM5.100 13.100a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400Z" />,
);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.400" />
    <path d="m10.400 10.400 3.400 3.400" />
  </>,
);
export const FollowUpIcon = icon(<path d="M13.800 8A5.800 5.800 0 1 1 8 2.200M8 5v3.200l2 1.400M10.600 3.800l1.400 1.400 2.600-2.800" />);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const CloseIcon = icon(<path d="m3.800 3.800 8.400 8.400M12.200 3.800l-8.400 8.400" />);
export const CheckIcon = icon(<path d="m3 8.400 3.400 3.400L13 4.800" />);
export const ChevronDownIcon = icon(<path d="m4 6 4 4 4-4" />);
export const ChevronLeftIcon = icon(<path d="M10 4 6 8l4 4" />);
export const ChevronRightIcon = icon(<path d="m6 4 4 4-4 4" />);
export const ArrowUpIcon = icon(<path d="M8 13V3M4 7l4-4 4 4" />);
export const ArrowDownIcon = icon(<path d="M8 3v10M4 9l4 4 4-4" />);
export const MoreIcon = icon(
  <g fill="currentColor" stroke="none">
    <circle cx="3.400" cy="8" r="1.200" />
    <circle cx="8" cy="8" r="1.200" />
    <circle cx="12.600" cy="8" r="1.200" />
  </g>,
);
export const ColumnsIcon = icon(
  <>
    <rect x="2" y="2.600" width="12" height="10.800" rx="1.800" />
    <path d="M6 2.600v10.800M10 2.600v10.800" />
  </>,
);
export const SidebarIcon = icon(
  <>
    <rect x="2" y="2.600" width="12" height="10.800" rx="1.800" />
    <path d="M6.200 2.600v10.800" />
  </>,
);
export const FilterIcon = icon(<path d="M2.400 4h11.200M4.600 8h6.800M6.800 12h2.400" />);
export const UndoIcon = icon(<path d="M5.400 3 2.400 6l3 3M2.600 6h6.800a3.900 3.900 0 0 1 0 7.800H6" />);
export const NoteIcon = icon(
  <path d="M9.400 3.200 12.800 6.600M2.600 13.400l.7-3.200 7.300-7.300a1.300 1.300 0 0 1 1.900 0l.600.600c.500.500.500 1.400 0 1.900l-7.300 7.300-3.200.7Z" />,
);
export const TouchIcon = icon(
  <path d="M8 2.200c3.500 0 6.200 2.300 6.200 5.300S11.500 12.800 8 12.800c-.7 0-1.400-.1-2-.3l-3 1.300.700-2.500C2.500 10.400 1.800 9 1.800 7.500c0-3 2.700-5.300 6.200-5.300Z" />,
);
export const ArchiveIcon = icon(
  <>
    <rect x="2" y="2.600" width="12" height="3.200" rx="1" />
    <path d="M3 5.800v6c0 .9.700 1.600 1.600 1.600h6.800c.9 0 1.600-.7 1.600-1.600v-6M6.400 8.600h3.200" />
  </>,
);
export const TrashIcon = icon(
  <path d="M2.800 4.400h10.400M6.200 4.400V3.200c0-.6.4-1 1-1h1.600c.6 0 1 .4 1 1v1.200M4.200 4.400l.5 8c0 .8.700 1.400 1.500 1.400h3.600c.8 0 1.500-.6 1.500-1.400l.5-8" />,
);
export const KeyboardIcon = icon(
  <>
    <rect x="1.600" y="3.600" width="12.800" height="8.800" rx="1.800" />
    <path d="M4.200 6.400h.01M6.700 6.400h.01M9.200 6.400h.01M11.700 6.400h.01M5.200 9.600h5.600" />
  </>,
);
export const WarningIcon = icon(<path d="M8 2.400 14.200 13H1.800L8 2.400ZM8 6.600v3M8 11.200v.01" />);
export const GiftIcon = icon(
  <path d="M2.600 7.600h10.800v5a1.200 1.200 0 0 1-1.200 1.200H3.800a1.200 1.200 0 0 1-1.200-1.200v-5ZM1.800 4.800h12.400v2.800H1.800zM8 4.800v9M8 4.800C7 2 4.200 1.600 4.200 3.400 4.200 4.800 8 4.800 8 4.800ZM8 4.800c1-2.800 3.800-3.200 3.800-1.400C11.800 4.800 8 4.800 8 4.800Z" />,
);
export const CopyIcon = icon(
  <>
    <rect x="5.400" y="5.400" width="8.200" height="8.200" rx="1.600" />
    <path d="M3.600 10.600h-.2A1.400 1.400 0 0 1 2 9.200V3.400A1.400 1.400 0 0 1 3.400 2h5.800a1.400 1.400 0 0 1 1.400 1.400v.2" />
  </>,
);
export const VideoIcon = icon(
  <>
    <rect x="1.800" y="3.400" width="12.400" height="9.200" rx="2" />
    <path d="M6.800 6v4l3.200-2-3.200-2Z" fill="currentColor" stroke="none" />
  </>,
);
