import type { ReactNode } from 'react';
import type { MessageKind } from '../../../../shared/domain/messages.ts';

const document = <path d="M4 2h5l3 3v8.4a.6.6 0 0 1-.6.6H4.6a.6.6 0 0 1-.6-.6V2Zm5 0v3h3" />;
const lines = <path d="M3 4h10M3 8h10M3 12h6" />;

/** A sign for each kind that is more than words; decorative, the word for it stands beside it. */
const shapes: Partial<Record<MessageKind, ReactNode>> = {
  picture: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1.6" />
      <path d="m2.6 11.4 3.2-3 2.4 2 2.2-2.4 3 3.2" />
      <circle cx="5.6" cy="6" r=".8" />
    </>
  ),
  voice: <path d="M8 2.2a1.9 1.9 0 0 0-1.9 1.9v3.6a1.9 1.9 0 0 0 3.8 0V4.1A1.9 1.9 0 0 0 8 2.2ZM3.8 7.6a4.2 4.2 0 0 0 8.4 0M8 11.8v2" />,
  video: (
    <>
      <rect x="1.6" y="4" width="9" height="8" rx="1.6" />
      <path d="m10.6 7.2 3.8-2v5.6l-3.8-2" />
    </>
  ),
  emoji: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M5.6 9.4c.5 1 1.4 1.5 2.4 1.5s1.9-.5 2.4-1.5M6 6.2v.4M10 6.2v.4" />
    </>
  ),
  file: document,
  note: document,
  link: <path d="M6.8 9.2 9.4 6.6M7.4 4.6l1-1a2.6 2.6 0 0 1 3.8 3.8l-1.4 1.4M8.6 11.4l-1 1a2.6 2.6 0 0 1-3.8-3.8l1.4-1.4" />,
  miniProgram: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M10.2 6.2a1.5 1.5 0 1 0-2.2 1.3v1a1.5 1.5 0 1 1-2.2 1.3" />
    </>
  ),
  transfer: <path d="M2.6 6h10.2L10.2 3.4M13.4 10H3.2l2.6 2.6" />,
  redPacket: (
    <>
      <rect x="3.4" y="2" width="9.2" height="12" rx="1.4" />
      <path d="M3.6 5.4c2.6 2 6.2 2 8.8 0" />
      <circle cx="8" cy="7.6" r="1.3" />
    </>
  ),
  gift: <path d="M3 7h10v6.4H3ZM2.4 4.6h11.2V7H2.4ZM8 4.6v8.8M8 4.6C6.8 2 4.2 2.2 4.6 4M8 4.6c1.2-2.6 3.8-2.4 3.4-.6" />,
  location: (
    <>
      <path d="M8 14.2c3-3 4.6-5.3 4.6-7.4a4.6 4.6 0 0 0-9.2 0c0 2.1 1.6 4.4 4.6 7.4Z" />
      <circle cx="8" cy="6.8" r="1.6" />
    </>
  ),
  card: (
    <>
      <rect x="2" y="3.4" width="12" height="9.2" rx="1.4" />
      <path d="M9.4 6.4h2.4M9.4 9h2.4M4 10.2c.2-1.2.9-1.8 1.8-1.8s1.6.6 1.8 1.8" />
      <circle cx="5.8" cy="6.6" r="1" />
    </>
  ),
  call: <path d="M4 2.6h2l1 2.8-1.4 1a7 7 0 0 0 4 4l1-1.4 2.8 1v2c0 .8-.7 1.4-1.5 1.4C6.6 13.2 2.8 9.4 2.6 4.1c0-.8.6-1.5 1.4-1.5Z" />,
  music: (
    <>
      <path d="M6.2 11.8V3.6l6.2-1.2v8" />
      <circle cx="4.6" cy="11.8" r="1.6" />
      <circle cx="10.8" cy="10.4" r="1.6" />
    </>
  ),
  forward: lines,
  announcement: <path d="M2.6 6.4v3.2h2l5.4 3V3.4l-5.4 3h-2ZM12.4 6.2c.6.5.9 1.1.9 1.8s-.3 1.3-.9 1.8" />,
  solitaire: <path d="M6 4h7.4M6 8h7.4M6 12h7.4M2.6 4h.6M2.6 8h.6M2.6 12h.6" />,
  channel: <path d="M4 3.2 12.4 8 4 12.8Z" />,
  other: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M6.4 6.4c.2-2 3.4-1.8 3.2.2-.1 1-1.6 1.2-1.6 2.4M8 11.2v.2" />
    </>
  ),
};

export function KindIcon({ kind, size = 16 }: { kind: MessageKind; size?: number }) {
  const shape = shapes[kind];
  if (!shape) return null;
  return (
    <svg
      className="kind-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shape}
    </svg>
  );
}
