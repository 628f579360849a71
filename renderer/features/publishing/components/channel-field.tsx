import { Input, Segmented } from 'antd';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { type PublishChannel, publishChannels } from '../../../../shared/contracts/content.ts';
import { isOneByOne } from '../../../../shared/domain/post-reach.ts';
import { publishChannelWords } from '../../../../shared/domain/words.ts';
import type { PostEdits, PostValues } from '../post-form.ts';

/** Channels whose posts have a title of their own, and how long it may be there (据反馈). */
const titleLengths: Partial<Record<PublishChannel, number>> = { official: 64, xiaohongshu: 20, douyin: 30 };

interface ChannelFieldProps {
  /** null = a new one */
  post: Post | null;
  values: PostValues;
  onChange: (part: PostEdits) => void;
}

/** Where it goes out, and its title where there is one. */
export function ChannelField({ post, values, onChange }: ChannelFieldProps) {
  // what is out was not sent one by one, past the guard
  const isOut = post?.state === 'posted' && !isOneByOne(post);
  const longest = titleLengths[values.channel];
  return (
    <div className="channel-field">
      <Segmented<PublishChannel>
        aria-label="发到哪里"
        size="small"
        block
        value={values.channel}
        options={publishChannels.map((channel) => ({
          value: channel,
          label: publishChannelWords[channel],
          disabled: isOut && isOneByOne({ channel }),
        }))}
        onChange={(channel) => onChange({ channel })}
      />
      {longest !== undefined && (
        <Input
          aria-label="标题"
          placeholder={`标题，${publishChannelWords[values.channel]}最多约 ${longest} 字（据反馈）`}
          value={values.title}
          count={{ show: values.title !== '', max: longest }}
          maxLength={200}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      )}
    </div>
  );
}
