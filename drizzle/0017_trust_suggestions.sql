CREATE TABLE `suggestion_autos` (
	`step` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `suggestion_decisions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`rule` text NOT NULL,
	`from_level` integer NOT NULL,
	`to_level` integer NOT NULL,
	`answer` text NOT NULL,
	`until_on` text,
	`at` integer NOT NULL,
	`author` text NOT NULL,
	`evidence` text NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `suggestion_decisions_friend` ON `suggestion_decisions` (`friend_id`);--> statement-breakpoint
CREATE INDEX `suggestion_decisions_answer` ON `suggestion_decisions` (`answer`,`at`);--> statement-breakpoint
ALTER TABLE `friend_chat_stats` ADD `talk_days` text;--> statement-breakpoint
ALTER TABLE `friend_chat_stats` ADD `talk_key` text;