ALTER TABLE `orders` ADD `joined_as` text;--> statement-breakpoint
CREATE INDEX `orders_joined` ON `orders` (`account_id`) WHERE joined_as IS NOT NULL;