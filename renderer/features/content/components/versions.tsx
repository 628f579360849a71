import { Button } from 'antd';
import type { ContentPiece, ContentVersion, PublishChannel } from '../../../../shared/contracts/content.ts';
import { diffText } from '../../../../shared/domain/text-diff.ts';
import { count, fullTime, spokenTime } from '../../../lib/format.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useRestoreVersion } from '../mutations.ts';
import { useVersions } from '../queries.ts';
import { channelWords } from '../words.ts';
import { Thumb } from './thumb.tsx';
import './versions.css';

type Words = Pick<ContentVersion, 'title' | 'text' | 'variants' | 'assets'>;

/** From what it was to what came after, word by word. */
function Difference({ before, after }: { before: string; after: string }) {
  return (
    <p className="version-text">
      {diffText(before, after).map(({ kind, text }, at) => {
        if (kind === 'added') return <ins key={at}>{text}</ins>;
        if (kind === 'removed') return <del key={at}>{text}</del>;
        return <span key={at}>{text}</span>;
      })}
    </p>
  );
}

/** Everything in which two states of a piece differ. */
function Changes({ before, after }: { before: Words; after: Words }) {
  const channels = [...new Set([...before.variants, ...after.variants].map(({ channel }) => channel))];
  const of = (words: Words, channel: PublishChannel) =>
    words.variants.find((variant) => variant.channel === channel) ?? { title: '', text: '' };
  const rows = [
    { name: '标题', from: before.title, to: after.title },
    { name: '正文', from: before.text, to: after.text },
    ...channels.flatMap((channel) => [
      { name: `${channelWords[channel]}的标题`, from: of(before, channel).title, to: of(after, channel).title },
      { name: channelWords[channel], from: of(before, channel).text, to: of(after, channel).text },
    ]),
  ].filter(({ from, to }) => from !== to);
  const picturesDiffer = before.assets.map(({ id }) => id).join() !== after.assets.map(({ id }) => id).join();
  return (
    <>
      {rows.map(({ name, from, to }) => (
        <div key={name}>
          <h4>{name}</h4>
          <Difference before={from} after={to} />
        </div>
      ))}
      {picturesDiffer && (
        <div>
          <h4>那时的图</h4>
          {before.assets.length === 0 ? (
            <p className="version-text">没有图</p>
          ) : (
            <ul className="version-assets">
              {before.assets.map((asset, at) => (
                // the same picture may stand twice
                <li key={`${at}-${asset.id}`}>
                  <Thumb asset={asset} alt={asset.name} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </>
  );
}

/** How a piece read before each change, newest first, with what was changed then. */
export function Versions({ piece, dirty, onRestored }: { piece: ContentPiece; dirty: boolean; onRestored: () => void }) {
  const { data, error, refetch } = useVersions(piece.id);
  const restore = useRestoreVersion();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton rows={4} />;
  if (data.length === 0) return <p className="versions-none">还没改过。以后每改一次文字或图片，以前的样子都留在这里。</p>;
  return (
    <ol className="versions" aria-label="以前的版本">
      {data.map((version, at) => (
        <li key={version.id}>
          <header>
            <h3 title={fullTime(version.at)}>{spokenTime(version.at)}改的</h3>
            <Button
              size="small"
              disabled={dirty}
              title={dirty ? '有没保存的修改，先保存' : '现在的样子也会留成一个版本'}
              loading={restore.isPending && restore.variables?.versionId === version.id}
              onClick={() => restore.mutate({ versionId: version.id }, { onSuccess: onRestored })}
            >
              换回改之前
            </Button>
          </header>
          <Changes before={version} after={data[at - 1] ?? piece} />
          {version.lostAssets > 0 && (
            <p className="version-lost">那时的 {count(version.lostAssets)} 个图片或视频已经清理掉，找不回来了。</p>
          )}
        </li>
      ))}
    </ol>
  );
}
