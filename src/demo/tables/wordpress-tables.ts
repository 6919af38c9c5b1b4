import { metaShape, shape } from './table-shape.ts';

/** @source WordPress 6.8: as SHOW CREATE TABLE prints them */
export const WORDPRESS_TABLES = {
  options: shape(
    `option_id bigint(20) unsigned not null auto_increment
     option_name varchar(191) not null default ''
     option_value longtext not null
     autoload varchar(20) not null default 'yes'`,
    'primary key (option_id), unique key option_name (option_name)',
    ['key autoload (autoload)'],
  ),
  users: shape(
    `ID bigint(20) unsigned not null auto_increment
     user_login varchar(60) not null default ''
     user_pass varchar(255) not null default ''
     user_nicename varchar(50) not null default ''
     user_email varchar(100) not null default ''
     user_url varchar(100) not null default ''
     user_registered datetime not null default '0000-00-00 00:00:00'
     user_activation_key varchar(255) not null default ''
     user_status int(11) not null default 0
     display_name varchar(250) not null default ''`,
    'primary key (ID)',
    ['key user_login_key (user_login)', 'key user_nicename (user_nicename)', 'key user_email (user_email)'],
  ),
  usermeta: metaShape('umeta_id', 'user_id bigint(20) unsigned not null default 0', 191),
  posts: shape(
    `ID bigint(20) unsigned not null auto_increment
     post_author bigint(20) unsigned not null default 0
     post_date datetime not null default '0000-00-00 00:00:00'
     post_date_gmt datetime not null default '0000-00-00 00:00:00'
     post_content longtext not null
     post_title text not null
     post_excerpt text not null
     post_status varchar(20) not null default 'publish'
     comment_status varchar(20) not null default 'open'
     ping_status varchar(20) not null default 'open'
     post_password varchar(255) not null default ''
     post_name varchar(200) not null default ''
     to_ping text not null
     pinged text not null
     post_modified datetime not null default '0000-00-00 00:00:00'
     post_modified_gmt datetime not null default '0000-00-00 00:00:00'
     post_content_filtered longtext not null
     post_parent bigint(20) unsigned not null default 0
     guid varchar(255) not null default ''
     menu_order int(11) not null default 0
     post_type varchar(20) not null default 'post'
     post_mime_type varchar(100) not null default ''
     comment_count bigint(20) not null default 0`,
    'primary key (ID)',
    [
      'key post_name (post_name(191))',
      'key type_status_date (post_type, post_status, post_date, ID)',
      'key post_parent (post_parent)',
      'key post_author (post_author)',
    ],
  ),
  postmeta: metaShape('meta_id', 'post_id bigint(20) unsigned not null default 0', 191),
  comments: shape(
    `comment_ID bigint(20) unsigned not null auto_increment
     comment_post_ID bigint(20) unsigned not null default 0
     comment_author tinytext not null
     comment_author_email varchar(100) not null default ''
     comment_author_url varchar(200) not null default ''
     comment_author_IP varchar(100) not null default ''
     comment_date datetime not null default '0000-00-00 00:00:00'
     comment_date_gmt datetime not null default '0000-00-00 00:00:00'
     comment_content text not null
     comment_karma int(11) not null default 0
     comment_approved varchar(20) not null default '1'
     comment_agent varchar(255) not null default ''
     comment_type varchar(20) not null default 'comment'
     comment_parent bigint(20) unsigned not null default 0
     user_id bigint(20) unsigned not null default 0`,
    'primary key (comment_ID)',
    [
      'key comment_post_ID (comment_post_ID)',
      'key comment_approved_date_gmt (comment_approved, comment_date_gmt)',
      'key comment_date_gmt (comment_date_gmt)',
      'key comment_parent (comment_parent)',
      'key comment_author_email (comment_author_email(10))',
      'key woo_idx_comment_type (comment_type)',
    ],
  ),
  commentmeta: metaShape('meta_id', 'comment_id bigint(20) unsigned not null default 0', 191),
  terms: shape(
    `term_id bigint(20) unsigned not null auto_increment
     name varchar(200) not null default ''
     slug varchar(200) not null default ''
     term_group bigint(10) not null default 0`,
    'primary key (term_id)',
    ['key slug (slug(191))', 'key name (name(191))'],
  ),
  term_taxonomy: shape(
    `term_taxonomy_id bigint(20) unsigned not null auto_increment
     term_id bigint(20) unsigned not null default 0
     taxonomy varchar(32) not null default ''
     description longtext not null
     parent bigint(20) unsigned not null default 0
     count bigint(20) not null default 0`,
    'primary key (term_taxonomy_id), unique key term_id_taxonomy (term_id, taxonomy)',
    ['key taxonomy (taxonomy)'],
  ),
  term_relationships: shape(
    `object_id bigint(20) unsigned not null default 0
     term_taxonomy_id bigint(20) unsigned not null default 0
     term_order int(11) not null default 0`,
    'primary key (object_id, term_taxonomy_id)',
    ['key term_taxonomy_id (term_taxonomy_id)'],
  ),
} as const;
