import type { RuleTrouble } from '../../shared/contracts/tag-rules.ts';
import { count } from './format.ts';

const goneWords = { tag: '标签', segment: '人群', product: '商品', channel: '渠道', account: '微信号', batch: '导入批次' };

/** Why a rule does nothing, or cannot be saved. `other` = it is another rule that would be hurt: `by` is its name then. */
export function troubleText(trouble: RuleTrouble & { other?: boolean }): string {
  switch (trouble.why) {
    case 'tagGone':
      return '要打的标签已经删除';
    case 'conditionGone':
      return `条件里用到的${goneWords[trouble.what] ?? '内容'}已经删除`;
    case 'feedback':
      if (trouble.other) return `规则「${trouble.by}」的条件在看标签「${trouble.tag}」，这条再打它，两条会来回变`;
      return `条件里看的标签「${trouble.tag}」是规则「${trouble.by}」打的，会自己来回变`;
    case 'twoOfGroup':
      return `「${trouble.group}」这一组每人只留一个，不能同时打「${trouble.tags.join('」和「')}」`;
    case 'everyone':
      return `${count(trouble.count)} 位好友全都符合，多半是条件没写对`;
  }
}
