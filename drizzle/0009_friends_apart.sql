CREATE TABLE `friends_apart` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`friend_id` integer NOT NULL,
	`other_id` integer NOT NULL,
	FOREIGN KEY (`friend_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`other_id`) REFERENCES `friends`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `friends_apart_pair` ON `friends_apart` (`friend_id`,`other_id`);--> statement-breakpoint
CREATE INDEX `friends_apart_other` ON `friends_apart` (`other_id`);