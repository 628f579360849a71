ALTER TABLE `friend_chat_stats` DROP COLUMN `contact_at`;--> statement-breakpoint
ALTER TABLE `friend_chat_stats` DROP COLUMN `other_contact_at`;