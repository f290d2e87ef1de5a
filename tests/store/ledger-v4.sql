BEGIN TRANSACTION;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('clock','1795630376682');
INSERT INTO meta VALUES('epoch','72e43f4f67109068');
INSERT INTO meta VALUES('started','1795630370827');
INSERT INTO meta VALUES('writes','6');
CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  next_poll INTEGER NOT NULL,              -- ms since 1970
  interval_s INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,       -- in a row
  last_error TEXT NOT NULL DEFAULT '',
  last_ok INTEGER,
  last_new INTEGER,
  gone INTEGER NOT NULL DEFAULT 0,
  repairs TEXT NOT NULL DEFAULT '',
  redirect_to TEXT NOT NULL DEFAULT '',
  redirect_since INTEGER
, every_ms INTEGER NOT NULL DEFAULT 0, by_follow INTEGER NOT NULL DEFAULT 0);
INSERT INTO feed VALUES(1,'http://127.0.0.1:38519/meridian/rss.xml','Meridian Wire','"4c60ac5f2bf48bf59923e7bcd8bba186"','Wed, 25 Nov 2026 18:12:54 GMT',1795630375815,1,0,'',1795630375288,1795630373640,0,'','',NULL,0,0);
INSERT INTO feed VALUES(2,'http://127.0.0.1:38519/ledgerpost/atom.xml','The Ledger Post','"a30f7f24cb2209c090514664a2deed46"','Wed, 25 Nov 2026 18:12:55 GMT',1795630376253,1,0,'',1795630375750,1795630375212,0,'','',NULL,0,0);
INSERT INTO feed VALUES(3,'http://127.0.0.1:38519/docket/index.rdf','Capitol Docket','"347bbaa6d98bd0692e1eb9eb6eb9af0a"','Wed, 25 Nov 2026 18:12:54 GMT',1795630377435,3,0,'',1795630375242,NULL,0,'','',NULL,0,0);
INSERT INTO feed VALUES(4,'http://127.0.0.1:38519/dispatch/feed.json','Silicon Dispatch','"c2ba8d18b1c85eb422483600e96e72ff"','Wed, 25 Nov 2026 18:12:55 GMT',1795630376318,1,0,'',1795630375784,1795630373167,0,'','',NULL,0,0);
INSERT INTO feed VALUES(5,'http://127.0.0.1:38519/biotrade/rss.xml','BioTrade Weekly','"85f5169c641767a1b2ef1f8dbbf76848"','Wed, 25 Nov 2026 18:12:55 GMT',1795630376260,1,0,'',1795630375744,1795630373138,0,'','',NULL,0,0);
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  identity TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL DEFAULT '',
  published TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',           -- what the feed itself says, should the page not be had
  fingerprint TEXT NOT NULL DEFAULT '',    -- changes when the outlet edits the entry
  state TEXT NOT NULL DEFAULT 'pending',   -- pending, done, failed
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  leased_until INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  UNIQUE (feed, identity)
);
INSERT INTO item VALUES(1,1,'link 127.0.0.1:38519/meridian/microsoft-invests-in-openai','http://127.0.0.1:38519/meridian/microsoft-invests-in-openai','Microsoft invests $1 billion in OpenAI','Dana Whitlock','2019-07-22T13:05:00Z','The software maker puts $1 billion into the San Francisco research lab and becomes its cloud provider.','d279128274c420a2d2035fd54d01aff2','done',1,0,0,'');
INSERT INTO item VALUES(2,5,'link 127.0.0.1:38519/biotrade/norvane-licenses-calyra-obesity-drug','http://127.0.0.1:38519/biotrade/norvane-licenses-calyra-obesity-drug','Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront','Tom Ekberg','2022-03-14T08:30:00Z','Norvane gets exclusive rights to CLR-204 outside Japan; milestones could add $1.4 billion.','7a52c326c0ecf3ee73d0c8b2fc5516e3','done',1,0,0,'');
INSERT INTO item VALUES(3,4,'link 127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai','http://127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai','Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports','Priya Raman','2023-01-10T09:15:00Z','The money would come in stages and give Microsoft a large share of the profits until it is earned back.','35eb91ee77f8c328db68c73522b22ab2','done',1,0,0,'');
INSERT INTO item VALUES(4,4,'link 127.0.0.1:38519/dispatch/microsoft-licenses-gpt-3','http://127.0.0.1:38519/dispatch/microsoft-licenses-gpt-3','Microsoft licenses GPT-3 exclusively from OpenAI','Priya Raman','2020-09-22T16:00:00Z','Only Microsoft may build the model itself into products; others keep their access over the network.','6f86392fa3fde08c1ac345aabf05531f','done',1,0,0,'');
INSERT INTO item VALUES(5,1,'link 127.0.0.1:38519/meridian/microsoft-and-openai-extend-partnership','http://127.0.0.1:38519/meridian/microsoft-and-openai-extend-partnership','Microsoft makes multibillion-dollar investment in OpenAI','Dana Whitlock','2023-01-23T14:20:00Z','The companies extend a partnership that began in 2019. Bloomberg puts the sum at $10 billion.','1874e3ae3ec424c7fb2ca691a817cc95','done',1,0,0,'');
INSERT INTO item VALUES(6,2,'link 127.0.0.1:38519/ledgerpost/norvane-considers-calyra-stake','http://127.0.0.1:38519/ledgerpost/norvane-considers-calyra-stake','Norvane is in talks to buy a stake in Calyra, people familiar say','Ruth Calloway','2023-05-30T17:10:00Z','The drugmaker may take about 8% of its licensing partner.','618c9c3bbcfa9edbbfca3fced5155b47','done',1,0,0,'');
INSERT INTO item VALUES(7,2,'link 127.0.0.1:38519/ledgerpost/openai-investment-from-the-wire','http://127.0.0.1:38519/ledgerpost/openai-investment-from-the-wire','Microsoft makes multibillion-dollar investment in OpenAI','Dana Whitlock','2023-01-23T15:40:00Z','The companies extend a partnership that began in 2019. Bloomberg puts the sum at $10 billion.','ded9ec47854df387f23274ec788f494d','done',1,0,0,'');
CREATE TABLE article (
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  url TEXT NOT NULL,
  outlet TEXT NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,                   -- JSON list
  published TEXT NOT NULL,
  modified TEXT NOT NULL,
  language TEXT NOT NULL,
  text BLOB NOT NULL,                      -- zstd
  simhash INTEGER NOT NULL,                -- of the text: near copies differ in few bits
  rules TEXT NOT NULL,                     -- rule set it was last read with
  events INTEGER NOT NULL,
  note TEXT NOT NULL DEFAULT '',           -- why it was not read
  recorded INTEGER NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (id, revision)
) WITHOUT ROWID;
INSERT INTO article VALUES('234bb8b1e019dbc422e514ff275b4a49',1,'85ba2fd2eee33e70247357482fe3a195','http://127.0.0.1:38519/ledgerpost/norvane-considers-calyra-stake','The Ledger Post','Norvane is in talks to buy a stake in Calyra, people familiar say','["Ruth Calloway"]','2023-05-30T17:10:00Z','2023-05-30T17:10:00Z','en',X'28b52ffd604b02e50e00e6a0551f506dd20663ad571b9ba49a23fd6d22a269c88017a3d2a46d66019799b0a9104d004a004c008bd13178120924bf5b8a9fac93b587b3ec4c29867f0b7e313eb6910c259e5356e852f9c4c195cd1542408197c1459981fe43adbadc300be35a1faed6c9ac66bd3ab6cc4f295949839fca91c81067c5f09dada25456a027a79e4effc25a89375df9b351460623df72582e7e9635a1a932470d5d993a5f185da9e42f26a33f68b94190952af4598926329cd0ee4cf1800180516230cb4d0565c88882073dd99d23cd2ffa075cd4078904d2d4c37994982bcbf51bb52af0ad3b4b1e6eee8a77fc44c57a4bb528788c0f5b3c0e131f18c97ae3d53aff24d30693c8cd9a7e819b342cef491388e617bc3b8eee4a5137a914c546c22b2b9a2c2695c2992b87d39e6cb20c63b8bc8ae73b2ab16e42c4d32164679b9844eb58d7bc75b216080a0016f52618699ed09f1289d533104f97f30f4d0137281014c298dc031048c9ac0eb88f3a186b356a4f7bce0c318af3a16e54909d049d312800ff221199022580b504d491203cc759a213451c879104c4aeb48cbb8c357ad4183b4220cd077b0b24322f56b35b90fafdf4606b9031c0ca6aae266902d540c3ef44d1a58163c00e00ba527d3415fc7b067b36c8efb9c11ea0c9d0bf9fe2a0',0,'df8cd272a8de02d116b558094508d90e',2,'',1795630375513,7);
INSERT INTO article VALUES('3fa79b7aed8db7741c6370697b290cfe',1,'557b2ac4402ca6cedd383ea2fb700887','http://127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai','Silicon Dispatch','Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports','["Priya Raman"]','2023-01-10T09:15:00Z','2023-01-10T09:15:00Z','en',X'28b52ffd60bc02ad1000a6235d20404fd306a3bf573b8c76685c627f826a49c4d08bd9813f46cbb4cc18eeb87b01570050005400e95c6acc48f010320d3f3d2c16487e37ed354e3b758a357cb5ac2f4ef0f68e19e89b6b793a57c3943b98f1d080b0960edc58ce4f98e2a73523c100bf30e03aa52ec20203005ebd03cf6bad13cad678d6f33696ae3ca710bee37e9e8cb43fbc6aca9a6bf1eae71bafa5b52af94508b158208b579475d0f1d439426846d0313935fe11564b5676f47475bc0b138ce43ac7cc282000f09acf28733034573eedf211a30e9e916256e39698f1c498044d19cfd482eb56cf5058f38da22179740ec42c757ef0b46040806000c0e88b05f2095bf5632f179e6233522b9d15a535f96d18184167ea8963117e1c9792f63dab5b6474afb172795a523f4953b6883e993db7b8b144cee5add8cbc6aa5826ba52635d98804dbcfcda3331362ba955af9e36ef38fa0e4b09463462492c73ac3fb4e5912cb5301d75651d64f2a156d7c9472877ac85ab5d3d1f868ca70c3e971243281014629cb50710684735cd767d20f3fbb581cf72d0c473e4cca8abb1c99a3c571b13cde9300d926a8842812c60722e89ed084c44811910285c70c87ac31c9127834a0feae5b6c7972175f20314ea43c3ca800a00384885a501159371f78d132edbb64b41d3860ff1630d72d615f8d6ac4d054a45e1628c43ff6771181b50bc27087cc19030ef3720809a816598191b4d460b439a316539a638015c19',0,'df8cd272a8de02d116b558094508d90e',4,'',1795630373480,4);
INSERT INTO article VALUES('63ac8a7eadc58e3e23abcd55583de171',1,'67582a99851945c1656550128d31446c','http://127.0.0.1:38519/meridian/microsoft-invests-in-openai','Meridian Wire','Microsoft invests $1 billion in OpenAI','["Dana Whitlock"]','2019-07-22T13:05:00Z','2019-07-22T13:05:00Z','en',X'28b52ffd60d70255110086a46122406d9b03388d8d1065b2f683ecff5c12f38224961268a6d993c32e7a5cade2a6f705590057005600bf421ee9a6d77897c542995c62d960964e78eb3db26b9844cea7396e5921bdefd547ec105ceb8da1d721c207363d5f35331816f6e6c10ccd12d742870b009cdef61286de536e8fdc54840d1ef043428321c1618958b0c3d2080b66d7484fccc987f71e2f16caea7de2757ac9d77a896a8764bbde93f494210c9b93163a8ec4ce8cdd335cc7b10257a762712294e8d7dbd09724e3b5f0f19584157d42496ae3e4e442be04d75988e27b26d11d8cc6ce047fb2b926632b89f4b39d9c25f3c553a7e5246aa79a73cd486fc8e07a7c533d9e9c1bc7edeb86daac57594725617d3b44649da5909c853427905cc9147a3393fa88a07358357c3c69a8a790cf7b4628203048b488d8694a4473c2cf1d020e9402f55e4fadc2b2e298e5e8f44cb67590d9932c32b0d61f9f215ef7d476b28e2d97e0d175a5f2f910bda5e9e6343ee3ec93ca935bb7644e98da26e3c4de2ca339e814f7e3a8103ba6adc5cc35ac6845281014c218db03107067941c37626ae3ea31f59f9f03fe65fb0920baac02c4abc62d30540ea8613f829eb5467d3c48899ac41688156425788c008bdc2afaf81716c829956691ad2b1a0f196a45fc1f8428ecb71303ed1b4cafaca777b1039d5c2e6352a3578a162611461ac167d2abb1d95eef4d9cf6b988a46436a12c78401c68b472626584c130fcd20d9b3115c40648493340d420db7d594eb62e65ab330a',0,'df8cd272a8de02d116b558094508d90e',3,'',1795630371233,1);
INSERT INTO article VALUES('799b890be7884dc806591851a3df8f9a',1,'a70f27744033841a96c0028deefe17af','http://127.0.0.1:38519/meridian/microsoft-and-openai-extend-partnership','Meridian Wire','Microsoft makes multibillion-dollar investment in OpenAI','["Dana Whitlock"]','2023-01-23T14:20:00Z','2023-01-23T14:20:00Z','en',X'28b52ffd6092028d0f00e6e05820404ddb06682cdb5b2fdbce08bd6d37f8a47ee9700ce3cdeafb1bbf4645a7095e500050004f008d519bcf498a4d8147120a141d866bbe1559379cd03cdf5a9b047473ad5c103e6c64af879d81fa7ba32971ec2ddff93ed56f5cd255b8ee535e7b33db96512a5ce0badd68aa7610470e1618140e101a024f45c117004fb81850069ef4deb0993bc2ecb19d729e3855271c47c2d87d4c7532ce972bd931d76d8c9de80836af83fc867161bbcbe0ca02a065c29e76547d64a7efd5a74cc791102c9401bd061727555f6e359a5dab0a212f4feb59c61b7a0e5b84d97e1052e0194c85905b0bd32dfc1a7d0ec791203a86b135193b6e5aa3272d3b88427cd890df3acfcb30a69c58769e9e5de83891ed598802358f211f3909a36a523d60f1846d176ac8a7968db8a22888b2783fa8352e3108913eab7a47f5701c491f7273455c9e4e9d513536db97e065b423b2ea773ba7a5c3f5558c237aac57c1d9393c51c6f232f6ed38282042628cc47a10508768a6c9b0060f0694abc5b28af3006406a89c00e8a12f3b380b9baed6900a53a3eb88f0fc682c9a8b822a1871ce7bfcf938d051a578ebc82c9c8e7d9ec461383c3f899548f9c81b0870c9a302f91ac53094744d03f21e38fa3648853d01905a07b3a2b6854cfea2b1e0a385187519cc396ec3328b6ce2a7d1ef872c2891cf8d02',0,'df8cd272a8de02d116b558094508d90e',3,'',1795630373916,5);
INSERT INTO article VALUES('829ac91472762e44f5d84ce78153ce51',1,'a70f27744033841a96c0028deefe17af','http://127.0.0.1:38519/ledgerpost/openai-investment-from-the-wire','The Ledger Post','Microsoft makes multibillion-dollar investment in OpenAI','["Dana Whitlock"]','2023-01-23T15:40:00Z','2023-01-23T15:40:00Z','en',X'28b52ffd6092028d0f00e6e05820404ddb06682cdb5b2fdbce08bd6d37f8a47ee9700ce3cdeafb1bbf4645a7095e500050004f008d519bcf498a4d8147120a141d866bbe1559379cd03cdf5a9b047473ad5c103e6c64af879d81fa7ba32971ec2ddff93ed56f5cd255b8ee535e7b33db96512a5ce0badd68aa7610470e1618140e101a024f45c117004fb81850069ef4deb0993bc2ecb19d729e3855271c47c2d87d4c7532ce972bd931d76d8c9de80836af83fc867161bbcbe0ca02a065c29e76547d64a7efd5a74cc791102c9401bd061727555f6e359a5dab0a212f4feb59c61b7a0e5b84d97e1052e0194c85905b0bd32dfc1a7d0ec791203a86b135193b6e5aa3272d3b88427cd890df3acfcb30a69c58769e9e5de83891ed598802358f211f3909a36a523d60f1846d176ac8a7968db8a22888b2783fa8352e3108913eab7a47f5701c491f7273455c9e4e9d513536db97e065b423b2ea773ba7a5c3f5558c237aac57c1d9393c51c6f232f6ed38282042628cc47a10508768a6c9b0060f0694abc5b28af3006406a89c00e8a12f3b380b9baed6900a53a3eb88f0fc682c9a8b822a1871ce7bfcf938d051a578ebc82c9c8e7d9ec461383c3f899548f9c81b0870c9a302f91ac53094744d03f21e38fa3648853d01905a07b3a2b6854cfea2b1e0a385187519cc396ec3328b6ce2a7d1ef872c2891cf8d02',0,'df8cd272a8de02d116b558094508d90e',3,'',1795630375513,6);
INSERT INTO article VALUES('b1643928f91de2781ee5c18fc950f26d',1,'27a049723026286116b0d83ec3b6d1d7','http://127.0.0.1:38519/dispatch/microsoft-licenses-gpt-3','Silicon Dispatch','Microsoft licenses GPT-3 exclusively from OpenAI','["Priya Raman"]','2020-09-22T16:00:00Z','2020-09-22T16:00:00Z','en',X'28b52ffd60f602551100f6635d1f504dd3066d7e9344d7228d29d6fe44a8cce910c8c008a58aaf2d3e6662176a55005300540008cdba67a1548bb191d63de7e219a55b0beb3ef9e709c47128140ef08b8395540c0ba4a3547cc4168288b2e4276b818201888704a32bfe5c7293ce9cae74246eb5c47b5e4bd68d21fd8230a6d1997a19a9a9ce3104c9b036b634321d3de4066d51f2f8de701c0a46baee99fbb9f2263aa56bb8d9b5b0c0712d18cfe8f825fd630cf5c5531453c8b9b4588b3a93d69588d18e553d59072b8ef218c16b923ac2956bd59f637ae61007e9cc91800660aafa624be94859625d89aff57baae155b0e26a4d1c2c2ced2ef565a9cd98676aadd6380e853a3a06ad4cc757ec7c817929ddc20400465f3d83a7be0cb3268ba9d880c0fac52bbf42cc0add0439150afcb25872bd461aa5958de428bb5e253b3a66a3ce5cf14cb9d247e4a23e30329e6c0d922931395f1f424b1ea1660146aecaa549ca6e05c154ceed2984e350e815439cc7a8abd5955c5d27d906ed96cf58e20c4e281014c298e403106857d2261daa428ab31965be434d53400670db053f5913b4434d98e8a0770827097ca91ec08434de6270d917bce32d83c9cfefaabd65a3afc7736d5caec28c086179217eed07705955673bdabe5b64752fa3c73157f945b26bcd7097cc0de14f6fb674ff2bce22be1057360761aca2272815cc590203ec71a943e3675f050cb357916a243c21bb45d80bbe357059e695166a7e9bb140d82c745a0e32eb7b03a6a4fd9bff4bae240033',0,'df8cd272a8de02d116b558094508d90e',2,'',1795630373464,2);
INSERT INTO article VALUES('b9f6e6370905695d38872070673eecf8',1,'a111b0e5c1e924239d990a8fd97fb80c','http://127.0.0.1:38519/biotrade/norvane-licenses-calyra-obesity-drug','BioTrade Weekly','Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront','["Tom Ekberg"]','2022-03-14T08:30:00Z','2022-03-14T08:30:00Z','en',X'28b52ffd60d402551100a6a66421306fd30683d862d7649b0f885a67770e592f3f1e423d4c391f457abc705001e5045d005a005b008fd75291c5a211d972e8e0432f570ec23bb35e9d3d0e2a7e5a331a281747abf4097ad9de1d957f1807040503120d0a4e64ac8fe513852da3650a4eab22bede15b57c8852682915f799975fa3d46ac9ba4c510b5d31272d45f86790c4875f8ceb4d8d4aeb21aaf19f8df98962b168082078cdcda94d5bb57e99fa709745985e943d7eb28cfd23cdf1d372a6727d0a1b9fb2cd2bd627c59e6654e2838623c0f9b40931b62b4f47e634f6309907f2a15a4b392628700444168ac1859457dccc558a9e0994e0fbfa821a80f1c3e8cc67bb4fac2a82f770fe36ed714210008b45e31c68213bd53c39b4f8695e4bfbc65607beb68c9135835ecd431ed660d675953effc38cb3c718bccff32912e5215febfae03a248db4475e2e917962dd05e9d349d54aa067f92aced31e6ada528e52fdea036136e83f9737676b572dab450e9743018781af98d6a7a589085a5729d082f9d8bc2c54ef232f5e44e186fe11aec7b9090e1ccbdf70b5c4aa9c943f2820426290a2f6106048451d59c37194c171fa19f05d8216a11560cf605fa823881640a971d7397b98a68e9307bf3043e94f59e85c6e627f35e0158868b8f906ecf105ee412419227eacb40f62391f1dff3a895af03752ddac6ef76e67036c2b04235cedf73a3b48d8e7b2358c22309b19458f536b26fd9a83a230fab2c083415640c7ac17ede7c19edd97f7683d0454f1749a01',0,'df8cd272a8de02d116b558094508d90e',1,'',1795630373480,3);
CREATE TABLE claim (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  event TEXT NOT NULL,                     -- JSON, as extracted
  sentence TEXT NOT NULL,
  origin TEXT NOT NULL,
  recorded INTEGER NOT NULL
, told TEXT NOT NULL DEFAULT '', outlet TEXT NOT NULL DEFAULT '', credit TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
INSERT INTO claim VALUES('260306db2835748ceaaa5bebb7902770','63ac8a7eadc58e3e23abcd55583de171',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":"Microsoft and OpenAI","modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[0,136],"stage":"completed","type":"investment","until":null,"when":null}','SAN FRANCISCO - Microsoft has invested $1 billion in OpenAI, the artificial intelligence research lab, the two companies said on Monday.','microsoft and openai',1795630371233,'2019-07-22T13:05:00Z','meridian wire','microsoft and openai');
INSERT INTO claim VALUES('2c38a55845b3e74c58082d8703e88e1e','799b890be7884dc806591851a3df8f9a',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[398,446],"stage":"completed","type":"investment","until":null,"when":"2019"}','Microsoft invested $1 billion in OpenAI in 2019.','meridian wire',1795630373916,'2023-01-23T14:20:00Z','meridian wire','');
INSERT INTO claim VALUES('35221b9d07a23d2f5510c093b4c7063a','3fa79b7aed8db7741c6370697b290cfe',1,'stake','{"amount":null,"attribution":null,"modality":"planned","percent":null,"revision":1,"roles":{"company":"OpenAI","holder":"Microsoft"},"rule":"stake.noun","span":[507,549],"stage":"held","type":"stake","until":null,"when":null}','Afterwards it would hold a minority stake.','silicon dispatch',1795630373480,'2023-01-10T09:15:00Z','silicon dispatch','');
INSERT INTO claim VALUES('3cdd94ef57a2262b58c9502da6323928','3fa79b7aed8db7741c6370697b290cfe',1,'valuation','{"amount":{"currency":"USD","value":29000000000},"attribution":"Semafor","modality":"planned","percent":null,"revision":1,"roles":{"company":"OpenAI"},"rule":"valuation.value","span":[136,242],"stage":"current","type":"valuation","until":null,"when":null}','The funding, which would include other investors, would value OpenAI at $29 billion, according to Semafor.','semafor',1795630373480,'2023-01-10T09:15:00Z','silicon dispatch','semafor');
INSERT INTO claim VALUES('409b0921907009615599d7ebd4083fb1','b9f6e6370905695d38872070673eecf8',1,'license','{"amount":{"currency":"USD","value":120000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Norvane Pharmaceuticals","licensor":"Calyra Therapeutics"},"rule":"license.agreement","span":[0,158],"stage":"agreed","type":"license","until":null,"when":"2022-03-14"}','Norvane Pharmaceuticals has signed an exclusive license with Calyra Therapeutics for CLR-204, an experimental obesity drug, the companies announced on Monday.','biotrade weekly',1795630373480,'2022-03-14T08:30:00Z','biotrade weekly','');
INSERT INTO claim VALUES('4192d4d4a4de6c792fc97baef7e5b1bb','3fa79b7aed8db7741c6370697b290cfe',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[551,637],"stage":"completed","type":"investment","until":null,"when":"2019"}','Microsoft invested $1 billion in OpenAI in 2019 and has since been its cloud provider.','silicon dispatch',1795630373480,'2023-01-10T09:15:00Z','silicon dispatch','');
INSERT INTO claim VALUES('44dd40588f85e0f5ee5dfee60362b5e2','829ac91472762e44f5d84ce78153ce51',1,'investment','{"amount":{"currency":"USD","value":10000000000},"attribution":"Bloomberg","modality":"reported","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[201,318],"stage":"announced","type":"investment","until":null,"when":null}','Microsoft is investing $10 billion in OpenAI, Bloomberg reported on Monday, citing a person familiar with the matter.','bloomberg',1795630375513,'2023-01-23T15:40:00Z','ledger post','bloomberg');
INSERT INTO claim VALUES('46484e17e1f38386f5f3b31a8ead6148','3fa79b7aed8db7741c6370697b290cfe',1,'investment','{"amount":{"currency":"USD","value":10000000000},"attribution":"Semafor","modality":"planned","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[0,134],"stage":"announced","type":"investment","until":null,"when":null}','Microsoft is in talks to invest $10 billion in OpenAI, the maker of ChatGPT, Semafor reported, citing people familiar with the matter.','semafor',1795630373480,'2023-01-10T09:15:00Z','silicon dispatch','semafor');
INSERT INTO claim VALUES('4f195e63ffd60a8a7ba1dd85bb7091a7','829ac91472762e44f5d84ce78153ce51',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[398,446],"stage":"completed","type":"investment","until":null,"when":"2019"}','Microsoft invested $1 billion in OpenAI in 2019.','ledger post',1795630375513,'2023-01-23T15:40:00Z','ledger post','');
INSERT INTO claim VALUES('6adcbc6531fbfd9d0c1f23cfc3227fff','799b890be7884dc806591851a3df8f9a',1,'investment','{"amount":{"currency":"USD","value":10000000000},"attribution":"Bloomberg","modality":"reported","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[201,318],"stage":"announced","type":"investment","until":null,"when":null}','Microsoft is investing $10 billion in OpenAI, Bloomberg reported on Monday, citing a person familiar with the matter.','bloomberg',1795630373916,'2023-01-23T14:20:00Z','meridian wire','bloomberg');
INSERT INTO claim VALUES('782f4695fbffe9150dfca9a0a526be95','799b890be7884dc806591851a3df8f9a',1,'license','{"amount":null,"attribution":null,"exclusive":true,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.provider","span":[447,561],"stage":"agreed","type":"license","until":null,"when":null}','Azure remains the exclusive cloud provider of OpenAI for its research, its products and its programming interface.','meridian wire',1795630373916,'2023-01-23T14:20:00Z','meridian wire','');
INSERT INTO claim VALUES('82d1d368a5a92283de01e0c911ac424e','63ac8a7eadc58e3e23abcd55583de171',1,'partnership','{"amount":null,"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"party":["Microsoft","OpenAI"]},"rule":"partnership.verb","span":[222,374],"stage":"formed","type":"partnership","until":null,"when":null}','The lab will move its services to Azure, Microsoft''s cloud business, and the two will build computing hardware and software together over several years.','meridian wire',1795630371233,'2019-07-22T13:05:00Z','meridian wire','');
INSERT INTO claim VALUES('b029854b7c4d11812765e67c06383141','234bb8b1e019dbc422e514ff275b4a49',1,'stake','{"amount":null,"attribution":"two people familiar with the matter","modality":"planned","percent":8,"revision":1,"roles":{"company":"Calyra Therapeutics","holder":"Norvane Pharmaceuticals"},"rule":"stake.buy","span":[0,136],"stage":"increased","type":"stake","until":null,"when":null}','Norvane Pharmaceuticals is in talks to buy a stake of about 8% in Calyra Therapeutics, according to two people familiar with the matter.','ledger post',1795630375513,'2023-05-30T17:10:00Z','ledger post','');
INSERT INTO claim VALUES('c30ca007af77224cc4877745d07c1c31','234bb8b1e019dbc422e514ff275b4a49',1,'license','{"amount":null,"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Norvane Pharmaceuticals","licensor":"Calyra Therapeutics"},"rule":"license.rights","span":[347,421],"stage":"agreed","type":"license","until":null,"when":"2022"}','Norvane has held the rights to the obesity drug of Calyra since last year.','ledger post',1795630375513,'2023-05-30T17:10:00Z','ledger post','');
INSERT INTO claim VALUES('ca62b1d186c0c6e1b0098eea45763968','b1643928f91de2781ee5c18fc950f26d',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[417,533],"stage":"completed","type":"investment","until":null,"when":null}','The agreement comes 14 months after Microsoft invested $1 billion in OpenAI and became its exclusive cloud provider.','silicon dispatch',1795630373464,'2020-09-22T16:00:00Z','silicon dispatch','');
INSERT INTO claim VALUES('d83e75a0f383c8468f4b21365ba98881','63ac8a7eadc58e3e23abcd55583de171',1,'license','{"amount":null,"attribution":null,"exclusive":true,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.provider","span":[138,221],"stage":"agreed","type":"license","until":null,"when":null}','As part of the agreement, Microsoft becomes the exclusive cloud provider of OpenAI.','meridian wire',1795630371233,'2019-07-22T13:05:00Z','meridian wire','');
INSERT INTO claim VALUES('db955a2a99e7864a2e337bc1f80c1360','b1643928f91de2781ee5c18fc950f26d',1,'license','{"amount":null,"attribution":"Microsoft","modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.verb","span":[0,104],"stage":"agreed","type":"license","until":null,"when":null}','Microsoft said on Tuesday that it has exclusively licensed GPT-3, the large language model, from OpenAI.','microsoft',1795630373464,'2020-09-22T16:00:00Z','silicon dispatch','microsoft');
INSERT INTO claim VALUES('deac37bf1e6349cbacae38fdb8e45b0e','829ac91472762e44f5d84ce78153ce51',1,'license','{"amount":null,"attribution":null,"exclusive":true,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.provider","span":[447,561],"stage":"agreed","type":"license","until":null,"when":null}','Azure remains the exclusive cloud provider of OpenAI for its research, its products and its programming interface.','ledger post',1795630375513,'2023-01-23T15:40:00Z','ledger post','');
CREATE TABLE fact (
  id TEXT PRIMARY KEY,
  relationship TEXT NOT NULL,              -- sorted party names joined by '|'
  term TEXT NOT NULL,
  first_recorded INTEGER NOT NULL
, slot TEXT NOT NULL DEFAULT '', roles TEXT NOT NULL DEFAULT '{}', stale_days INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO fact VALUES('146eeccf54728976427a451f520d8814','Microsoft|OpenAI','investment',1795630373480,'a4227190e0721efab7f0503ef497a98a','{"investee":["OpenAI"],"investor":["Microsoft"]}',0);
INSERT INTO fact VALUES('3f855ace415958f84dda0f86b11a996c','Calyra Therapeutics|Norvane Pharmaceuticals','license',1795630373480,'2e532a890c0b3056856d83aa88de19ce','{"licensee":["Norvane Pharmaceuticals"],"licensor":["Calyra Therapeutics"]}',0);
INSERT INTO fact VALUES('6b63f6fbb5a10213566eed1455da178c','Microsoft|OpenAI','stake',1795630373480,'bc915c06dc68d07b97eac39b5c1c28b6','{"company":["OpenAI"],"holder":["Microsoft"]}',0);
INSERT INTO fact VALUES('8c0eb1a7bb2cfd7e1c15686a70c6e59d','OpenAI','valuation',1795630373480,'645acb12f5ca95361491acacecfd724e','{"company":["OpenAI"]}',365);
INSERT INTO fact VALUES('97f1d6fc73b674a515d633204d5b696e','Microsoft|OpenAI','license.exclusive',1795630371233,'441f4483989e92db68268340f6f5f126','{"licensee":["Microsoft"],"licensor":["OpenAI"]}',0);
INSERT INTO fact VALUES('a3e4d7ef536b2a3cb06a79ba8d86673f','Calyra Therapeutics|Norvane Pharmaceuticals','stake.percent',1795630375513,'2ccffdf5b652d8ff058c00b67792aac9','{"company":["Calyra Therapeutics"],"holder":["Norvane Pharmaceuticals"]}',0);
INSERT INTO fact VALUES('cfe27896af5b0cb4e254eb474cbecd39','Microsoft|OpenAI','license',1795630373464,'00006161b679c2207e032b34c7d932e7','{"licensee":["Microsoft"],"licensor":["OpenAI"]}',0);
INSERT INTO fact VALUES('d0a43c11517e4e892ce0db75d9095c28','Microsoft|OpenAI','partnership',1795630371233,'f5bd0933859d35d7ab832130481a894a','{"party":["Microsoft","OpenAI"]}',0);
INSERT INTO fact VALUES('daa57f5dc74bec6bc165d7ba1d26688f','Microsoft|OpenAI','investment',1795630371233,'a4227190e0721efab7f0503ef497a98a','{"investee":["OpenAI"],"investor":["Microsoft"]}',0);
CREATE TABLE fact_version (
  fact TEXT NOT NULL REFERENCES fact,
  version INTEGER NOT NULL,
  recorded INTEGER NOT NULL,               -- ms: known since
  status TEXT NOT NULL,
  value TEXT NOT NULL,                     -- JSON
  valid_from TEXT NOT NULL,                -- ISO prefix, empty: unknown
  valid_to TEXT NOT NULL,
  told TEXT NOT NULL,                      -- published date of the claim that made the version
  origins INTEGER NOT NULL, steps TEXT NOT NULL DEFAULT '[]', cause TEXT NOT NULL DEFAULT 'article', in_force INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (fact, version)
) WITHOUT ROWID;
INSERT INTO fact_version VALUES('146eeccf54728976427a451f520d8814',1,1795630373480,'rumoured','{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}','','','2023-01-10',1,'[{"at":"2023-01-10","claim":"46484e17e1f38386f5f3b31a8ead6148","kind":"new","status":"rumoured","value":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}}]','article',0);
INSERT INTO fact_version VALUES('146eeccf54728976427a451f520d8814',2,1795630373916,'reported','{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}','','','2023-01-23',2,'[{"at":"2023-01-10","claim":"46484e17e1f38386f5f3b31a8ead6148","kind":"new","status":"rumoured","value":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}},{"at":"2023-01-23","claim":"6adcbc6531fbfd9d0c1f23cfc3227fff","kind":"corroborated","status":"reported","value":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}}]','article',0);
INSERT INTO fact_version VALUES('3f855ace415958f84dda0f86b11a996c',1,1795630373480,'confirmed','{"amount":{"currency":"USD","value":120000000},"stage":"agreed"}','2022-03-14','','2022-03-14',1,'[{"at":"2022-03-14","claim":"409b0921907009615599d7ebd4083fb1","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"}}]','article',0);
INSERT INTO fact_version VALUES('3f855ace415958f84dda0f86b11a996c',2,1795630375513,'confirmed','{"amount":{"currency":"USD","value":120000000},"stage":"agreed"}','2022','','2022-03-14',2,'[{"at":"2022","claim":"c30ca007af77224cc4877745d07c1c31","kind":"new","status":"confirmed","value":{"stage":"agreed"}},{"at":"2022-03-14","claim":"409b0921907009615599d7ebd4083fb1","kind":"corroborated","status":"confirmed","value":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"}}]','article',0);
INSERT INTO fact_version VALUES('6b63f6fbb5a10213566eed1455da178c',1,1795630373480,'rumoured','{"stage":"held"}','','','2023-01-10',1,'[{"at":"2023-01-10","claim":"35221b9d07a23d2f5510c093b4c7063a","kind":"new","status":"rumoured","value":{"stage":"held"}}]','article',1);
INSERT INTO fact_version VALUES('8c0eb1a7bb2cfd7e1c15686a70c6e59d',1,1795630373480,'rumoured','{"amount":{"currency":"USD","value":29000000000},"stage":"current"}','','','2023-01-10',1,'[{"at":"2023-01-10","claim":"3cdd94ef57a2262b58c9502da6323928","kind":"new","status":"rumoured","value":{"amount":{"currency":"USD","value":29000000000},"stage":"current"}}]','article',1);
INSERT INTO fact_version VALUES('97f1d6fc73b674a515d633204d5b696e',1,1795630371233,'confirmed','{"exclusive":true,"stage":"agreed"}','','','2019-07-22',1,'[{"at":"2019-07-22","claim":"d83e75a0f383c8468f4b21365ba98881","kind":"new","status":"confirmed","value":{"exclusive":true,"stage":"agreed"}}]','article',1);
INSERT INTO fact_version VALUES('a3e4d7ef536b2a3cb06a79ba8d86673f',1,1795630375513,'rumoured','{"percent":8.0,"stage":"increased"}','','','2023-05-30',1,'[{"at":"2023-05-30","claim":"b029854b7c4d11812765e67c06383141","kind":"new","status":"rumoured","value":{"percent":8.0,"stage":"increased"}}]','article',1);
INSERT INTO fact_version VALUES('cfe27896af5b0cb4e254eb474cbecd39',1,1795630373464,'confirmed','{"stage":"agreed"}','','','2020-09-22',1,'[{"at":"2020-09-22","claim":"db955a2a99e7864a2e337bc1f80c1360","kind":"new","status":"confirmed","value":{"stage":"agreed"}}]','article',0);
INSERT INTO fact_version VALUES('d0a43c11517e4e892ce0db75d9095c28',1,1795630371233,'confirmed','{"stage":"formed"}','','','2019-07-22',1,'[{"at":"2019-07-22","claim":"82d1d368a5a92283de01e0c911ac424e","kind":"new","status":"confirmed","value":{"stage":"formed"}}]','article',1);
INSERT INTO fact_version VALUES('daa57f5dc74bec6bc165d7ba1d26688f',1,1795630371233,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','','','2019-07-22',1,'[{"at":"2019-07-22","claim":"260306db2835748ceaaa5bebb7902770","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('daa57f5dc74bec6bc165d7ba1d26688f',2,1795630373464,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','','','2020-09-22',2,'[{"at":"2019-07-22","claim":"260306db2835748ceaaa5bebb7902770","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}},{"at":"2020-09-22","claim":"ca62b1d186c0c6e1b0098eea45763968","kind":"corroborated","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('daa57f5dc74bec6bc165d7ba1d26688f',3,1795630373480,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','2019','','2019-07-22',2,'[{"at":"2019","claim":"4192d4d4a4de6c792fc97baef7e5b1bb","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}},{"at":"2019-07-22","claim":"260306db2835748ceaaa5bebb7902770","kind":"corroborated","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('daa57f5dc74bec6bc165d7ba1d26688f',4,1795630373916,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','2019','','2019',2,'[{"at":"2019","claim":"4192d4d4a4de6c792fc97baef7e5b1bb","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
CREATE TABLE change (
  row INTEGER PRIMARY KEY,                 -- order of recording
  id TEXT NOT NULL UNIQUE,
  fact TEXT NOT NULL REFERENCES fact,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  topic TEXT NOT NULL,
  body TEXT NOT NULL,                      -- JSON of docs/schema/change.json without seq
  recorded INTEGER NOT NULL,
  published_seq INTEGER UNIQUE,
  prev_seq INTEGER NOT NULL DEFAULT 0      -- of its topic
);
INSERT INTO change VALUES(1,'c49b2dfd7ffb9dacf19d2630e3d41280','daa57f5dc74bec6bc165d7ba1d26688f',1,'new','article','change.microsoft~openai.new','{"after":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"},"before":null,"cause":"article","claims":[{"article":"63ac8a7eadc58e3e23abcd55583de171","attribution":"Microsoft and OpenAI","claim":"260306db2835748ceaaa5bebb7902770","modality":"confirmed","origin":"microsoft and openai","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"investment.invest","sentence":"SAN FRANCISCO - Microsoft has invested $1 billion in OpenAI, the artificial intelligence research lab, the two companies said on Monday.","title":"Microsoft invests $1 billion in OpenAI","type":"investment","url":"http://127.0.0.1:38519/meridian/microsoft-invests-in-openai"}],"fact":"daa57f5dc74bec6bc165d7ba1d26688f","id":"c49b2dfd7ffb9dacf19d2630e3d41280","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:51.233Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"confirmed","term":"investment"}',1795630371233,1,0);
INSERT INTO change VALUES(2,'9586153eb0d9bed7b6c1fd44a2f148d9','97f1d6fc73b674a515d633204d5b696e',1,'new','article','change.microsoft~openai.new','{"after":{"exclusive":true,"stage":"agreed"},"before":null,"cause":"article","claims":[{"article":"63ac8a7eadc58e3e23abcd55583de171","claim":"d83e75a0f383c8468f4b21365ba98881","modality":"confirmed","origin":"meridian wire","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"license.provider","sentence":"As part of the agreement, Microsoft becomes the exclusive cloud provider of OpenAI.","title":"Microsoft invests $1 billion in OpenAI","type":"license","url":"http://127.0.0.1:38519/meridian/microsoft-invests-in-openai"}],"fact":"97f1d6fc73b674a515d633204d5b696e","id":"9586153eb0d9bed7b6c1fd44a2f148d9","kind":"new","origins":1,"parties":["OpenAI","Microsoft"],"recorded":"2026-11-25T18:12:51.233Z","relationship":"microsoft~openai","roles":{"licensee":["Microsoft"],"licensor":["OpenAI"]},"status":"confirmed","term":"license.exclusive"}',1795630371233,2,1);
INSERT INTO change VALUES(3,'aaab903a0be5b432c70a9971b88bce97','d0a43c11517e4e892ce0db75d9095c28',1,'new','article','change.microsoft~openai.new','{"after":{"stage":"formed"},"before":null,"cause":"article","claims":[{"article":"63ac8a7eadc58e3e23abcd55583de171","claim":"82d1d368a5a92283de01e0c911ac424e","modality":"confirmed","origin":"meridian wire","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"partnership.verb","sentence":"The lab will move its services to Azure, Microsoft''s cloud business, and the two will build computing hardware and software together over several years.","title":"Microsoft invests $1 billion in OpenAI","type":"partnership","url":"http://127.0.0.1:38519/meridian/microsoft-invests-in-openai"}],"fact":"d0a43c11517e4e892ce0db75d9095c28","id":"aaab903a0be5b432c70a9971b88bce97","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:51.233Z","relationship":"microsoft~openai","roles":{"party":["Microsoft","OpenAI"]},"status":"confirmed","term":"partnership"}',1795630371233,3,2);
INSERT INTO change VALUES(4,'f4a3e41c81874db2b8557bc9118a9ac2','cfe27896af5b0cb4e254eb474cbecd39',1,'new','article','change.microsoft~openai.new','{"after":{"stage":"agreed"},"before":null,"cause":"article","claims":[{"article":"b1643928f91de2781ee5c18fc950f26d","attribution":"Microsoft","claim":"db955a2a99e7864a2e337bc1f80c1360","modality":"confirmed","origin":"microsoft","outlet":"Silicon Dispatch","published":"2020-09-22T16:00:00Z","revision":1,"rule":"license.verb","sentence":"Microsoft said on Tuesday that it has exclusively licensed GPT-3, the large language model, from OpenAI.","title":"Microsoft licenses GPT-3 exclusively from OpenAI","type":"license","url":"http://127.0.0.1:38519/dispatch/microsoft-licenses-gpt-3"}],"fact":"cfe27896af5b0cb4e254eb474cbecd39","id":"f4a3e41c81874db2b8557bc9118a9ac2","kind":"new","origins":1,"parties":["OpenAI","Microsoft"],"recorded":"2026-11-25T18:12:53.464Z","relationship":"microsoft~openai","roles":{"licensee":["Microsoft"],"licensor":["OpenAI"]},"status":"confirmed","term":"license"}',1795630373464,4,3);
INSERT INTO change VALUES(5,'c6e6c9d704f074604c49c81cf7a390da','daa57f5dc74bec6bc165d7ba1d26688f',2,'corroborated','article','change.microsoft~openai.corroborated','{"after":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"},"before":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"},"cause":"article","claims":[{"article":"b1643928f91de2781ee5c18fc950f26d","claim":"ca62b1d186c0c6e1b0098eea45763968","modality":"confirmed","origin":"silicon dispatch","outlet":"Silicon Dispatch","published":"2020-09-22T16:00:00Z","revision":1,"rule":"investment.invest","sentence":"The agreement comes 14 months after Microsoft invested $1 billion in OpenAI and became its exclusive cloud provider.","title":"Microsoft licenses GPT-3 exclusively from OpenAI","type":"investment","url":"http://127.0.0.1:38519/dispatch/microsoft-licenses-gpt-3"},{"article":"63ac8a7eadc58e3e23abcd55583de171","attribution":"Microsoft and OpenAI","claim":"260306db2835748ceaaa5bebb7902770","modality":"confirmed","origin":"microsoft and openai","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"investment.invest","sentence":"SAN FRANCISCO - Microsoft has invested $1 billion in OpenAI, the artificial intelligence research lab, the two companies said on Monday.","title":"Microsoft invests $1 billion in OpenAI","type":"investment","url":"http://127.0.0.1:38519/meridian/microsoft-invests-in-openai"}],"fact":"daa57f5dc74bec6bc165d7ba1d26688f","id":"c6e6c9d704f074604c49c81cf7a390da","kind":"corroborated","origins":2,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:53.464Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"confirmed","term":"investment"}',1795630373464,5,0);
INSERT INTO change VALUES(6,'89501a65f8c1a5832460eabf576982a4','3f855ace415958f84dda0f86b11a996c',1,'new','article','change.calyra-therapeutics~norvane-pharmaceuticals.new','{"after":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"},"before":null,"cause":"article","claims":[{"article":"b9f6e6370905695d38872070673eecf8","claim":"409b0921907009615599d7ebd4083fb1","modality":"confirmed","origin":"biotrade weekly","outlet":"BioTrade Weekly","published":"2022-03-14T08:30:00Z","revision":1,"rule":"license.agreement","sentence":"Norvane Pharmaceuticals has signed an exclusive license with Calyra Therapeutics for CLR-204, an experimental obesity drug, the companies announced on Monday.","title":"Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront","type":"license","url":"http://127.0.0.1:38519/biotrade/norvane-licenses-calyra-obesity-drug"}],"fact":"3f855ace415958f84dda0f86b11a996c","id":"89501a65f8c1a5832460eabf576982a4","kind":"new","origins":1,"parties":["Calyra Therapeutics","Norvane Pharmaceuticals"],"recorded":"2026-11-25T18:12:53.480Z","relationship":"calyra-therapeutics~norvane-pharmaceuticals","roles":{"licensee":["Norvane Pharmaceuticals"],"licensor":["Calyra Therapeutics"]},"status":"confirmed","term":"license"}',1795630373480,6,0);
INSERT INTO change VALUES(7,'8c087c418c7f6d59442c11c910bd8a66','146eeccf54728976427a451f520d8814',1,'new','article','change.microsoft~openai.new','{"after":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"},"before":null,"cause":"article","claims":[{"article":"3fa79b7aed8db7741c6370697b290cfe","attribution":"Semafor","claim":"46484e17e1f38386f5f3b31a8ead6148","modality":"planned","origin":"semafor","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"investment.invest","sentence":"Microsoft is in talks to invest $10 billion in OpenAI, the maker of ChatGPT, Semafor reported, citing people familiar with the matter.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"investment","url":"http://127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai"}],"fact":"146eeccf54728976427a451f520d8814","id":"8c087c418c7f6d59442c11c910bd8a66","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:53.480Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"rumoured","term":"investment"}',1795630373480,7,4);
INSERT INTO change VALUES(8,'d1b91d18b4eed6b193bec3fecb36042e','8c0eb1a7bb2cfd7e1c15686a70c6e59d',1,'new','article','change.openai.new','{"after":{"amount":{"currency":"USD","value":29000000000},"stage":"current"},"before":null,"cause":"article","claims":[{"article":"3fa79b7aed8db7741c6370697b290cfe","attribution":"Semafor","claim":"3cdd94ef57a2262b58c9502da6323928","modality":"planned","origin":"semafor","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"valuation.value","sentence":"The funding, which would include other investors, would value OpenAI at $29 billion, according to Semafor.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"valuation","url":"http://127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai"}],"fact":"8c0eb1a7bb2cfd7e1c15686a70c6e59d","id":"d1b91d18b4eed6b193bec3fecb36042e","kind":"new","origins":1,"parties":["OpenAI"],"recorded":"2026-11-25T18:12:53.480Z","relationship":"openai","roles":{"company":["OpenAI"]},"status":"rumoured","term":"valuation"}',1795630373480,8,0);
INSERT INTO change VALUES(9,'3bac56dcaa3ec41919dffa1e4f3d2517','6b63f6fbb5a10213566eed1455da178c',1,'new','article','change.microsoft~openai.new','{"after":{"stage":"held"},"before":null,"cause":"article","claims":[{"article":"3fa79b7aed8db7741c6370697b290cfe","claim":"35221b9d07a23d2f5510c093b4c7063a","modality":"planned","origin":"silicon dispatch","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"stake.noun","sentence":"Afterwards it would hold a minority stake.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"stake","url":"http://127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai"}],"fact":"6b63f6fbb5a10213566eed1455da178c","id":"3bac56dcaa3ec41919dffa1e4f3d2517","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:53.480Z","relationship":"microsoft~openai","roles":{"company":["OpenAI"],"holder":["Microsoft"]},"status":"rumoured","term":"stake"}',1795630373480,9,7);
INSERT INTO change VALUES(10,'eb474f3a227b151937d7dd8f2ec08347','146eeccf54728976427a451f520d8814',2,'corroborated','article','change.microsoft~openai.corroborated','{"after":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"},"before":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"},"cause":"article","claims":[{"article":"799b890be7884dc806591851a3df8f9a","attribution":"Bloomberg","claim":"6adcbc6531fbfd9d0c1f23cfc3227fff","modality":"reported","origin":"bloomberg","outlet":"Meridian Wire","published":"2023-01-23T14:20:00Z","revision":1,"rule":"investment.invest","sentence":"Microsoft is investing $10 billion in OpenAI, Bloomberg reported on Monday, citing a person familiar with the matter.","title":"Microsoft makes multibillion-dollar investment in OpenAI","type":"investment","url":"http://127.0.0.1:38519/meridian/microsoft-and-openai-extend-partnership"},{"article":"3fa79b7aed8db7741c6370697b290cfe","attribution":"Semafor","claim":"46484e17e1f38386f5f3b31a8ead6148","modality":"planned","origin":"semafor","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"investment.invest","sentence":"Microsoft is in talks to invest $10 billion in OpenAI, the maker of ChatGPT, Semafor reported, citing people familiar with the matter.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"investment","url":"http://127.0.0.1:38519/dispatch/microsoft-in-talks-over-openai"}],"fact":"146eeccf54728976427a451f520d8814","id":"eb474f3a227b151937d7dd8f2ec08347","kind":"corroborated","origins":2,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:53.916Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"reported","term":"investment"}',1795630373916,10,5);
INSERT INTO change VALUES(11,'127299eedde2babf992be30a132f718a','a3e4d7ef536b2a3cb06a79ba8d86673f',1,'new','article','change.calyra-therapeutics~norvane-pharmaceuticals.new','{"after":{"percent":8.0,"stage":"increased"},"before":null,"cause":"article","claims":[{"article":"234bb8b1e019dbc422e514ff275b4a49","attribution":"two people familiar with the matter","claim":"b029854b7c4d11812765e67c06383141","modality":"planned","origin":"ledger post","outlet":"The Ledger Post","published":"2023-05-30T17:10:00Z","revision":1,"rule":"stake.buy","sentence":"Norvane Pharmaceuticals is in talks to buy a stake of about 8% in Calyra Therapeutics, according to two people familiar with the matter.","title":"Norvane is in talks to buy a stake in Calyra, people familiar say","type":"stake","url":"http://127.0.0.1:38519/ledgerpost/norvane-considers-calyra-stake"}],"fact":"a3e4d7ef536b2a3cb06a79ba8d86673f","id":"127299eedde2babf992be30a132f718a","kind":"new","origins":1,"parties":["Norvane Pharmaceuticals","Calyra Therapeutics"],"recorded":"2026-11-25T18:12:55.513Z","relationship":"calyra-therapeutics~norvane-pharmaceuticals","roles":{"company":["Calyra Therapeutics"],"holder":["Norvane Pharmaceuticals"]},"status":"rumoured","term":"stake.percent"}',1795630375513,11,6);
INSERT INTO change VALUES(12,'d626e6256435bc7787369f73dade83a9','3f855ace415958f84dda0f86b11a996c',2,'corroborated','article','change.calyra-therapeutics~norvane-pharmaceuticals.corroborated','{"after":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"},"before":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"},"cause":"article","claims":[{"article":"234bb8b1e019dbc422e514ff275b4a49","claim":"c30ca007af77224cc4877745d07c1c31","modality":"confirmed","origin":"ledger post","outlet":"The Ledger Post","published":"2023-05-30T17:10:00Z","revision":1,"rule":"license.rights","sentence":"Norvane has held the rights to the obesity drug of Calyra since last year.","title":"Norvane is in talks to buy a stake in Calyra, people familiar say","type":"license","url":"http://127.0.0.1:38519/ledgerpost/norvane-considers-calyra-stake"},{"article":"b9f6e6370905695d38872070673eecf8","claim":"409b0921907009615599d7ebd4083fb1","modality":"confirmed","origin":"biotrade weekly","outlet":"BioTrade Weekly","published":"2022-03-14T08:30:00Z","revision":1,"rule":"license.agreement","sentence":"Norvane Pharmaceuticals has signed an exclusive license with Calyra Therapeutics for CLR-204, an experimental obesity drug, the companies announced on Monday.","title":"Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront","type":"license","url":"http://127.0.0.1:38519/biotrade/norvane-licenses-calyra-obesity-drug"}],"fact":"3f855ace415958f84dda0f86b11a996c","id":"d626e6256435bc7787369f73dade83a9","kind":"corroborated","origins":2,"parties":["Calyra Therapeutics","Norvane Pharmaceuticals"],"recorded":"2026-11-25T18:12:55.513Z","relationship":"calyra-therapeutics~norvane-pharmaceuticals","roles":{"licensee":["Norvane Pharmaceuticals"],"licensor":["Calyra Therapeutics"]},"status":"confirmed","term":"license"}',1795630375513,12,0);
CREATE TABLE article_sketch (
  seq INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  sketch BLOB NOT NULL
);
INSERT INTO article_sketch VALUES(1,'63ac8a7eadc58e3e23abcd55583de171',X'5be28601f9c21c036900ad04e04c5805d29bbc09ba84cd091833560bb93aa70ce9fd7d0dd09ee60ecb34010fce0c3e0fa800c60f18415b10c95d5313cf61eb16ed6dcc196065bc1a2896091bbcbdb21be8e7661c616da31c691b4b1dc09a7d1d2b4db61d093fc821d4e4f721e29e6c223da6fd24c77a052570129027252914286ded44282216de288d3a6829d8d9c42992a6f52929fa952a8091fb2be685d22cd5d9de304358ff3330ba2734558cf8382f1a7d3c984598491e255e4ba137e04b3809f64c16173f4e42cea64f308eef50fac04d51d0883452a5a6b65431d1d65444ba5a558633e6580153655ad8a8265cb79a3e5c0420a25d62889c650dc3116a');
INSERT INTO article_sketch VALUES(2,'b1643928f91de2781ee5c18fc950f26d',X'64279401171cc604e667f9044c202a065294640c6f637a0d0f0fa61254749d146658c715b70b1017a83a8d18fe6e1619248b9019fb69851e60edb11f67a2f61fa8ecb8231cffae246c45182550ee0f26ddb22528bcc9cb28abfc1629465c2a2d860ec12d6be1f02f6683f12ff0f03234dca1fd376ae5063a34208f3d27ef923d13bafd3d57136c3e83e3a83ebafaed401e0d5042ba3b794366fc7445fec6cd45a89d4249fe4c9f4b3234d54bc1234f4da9a68a4fff608052ef510e5337d54e5397b92a5449ad4a573275e558bd3ed95af9436e5df687c15e67efec6072307d62b012be626ad2616320125667e1c9a66bf3b6876e8aac936f29363f70aa8d7a72');
INSERT INTO article_sketch VALUES(3,'b9f6e6370905695d38872070673eecf8',X'773cf305d02d47062c18e90655d92a0812c16a0849930a0959a91f0bc548020d6660600d1074de123103ec128650a613bcc3b81507e2011701786d1895846919f6557219fa4a7e1aa90d8a1ca173401d928e401e2c28661e2b7103209a5b80200fd0ac20cddd47233f134c237d75422424522f25b602a5298f60c4295f0b2b2ac6c9cd2c96b73f2eef71c62fd29e1c308e3bc731b136a732b2764533b1ead83632e42d37ef4f023b6b66e13b4716973e9f836a3fbba41a40fcfe6443010e0b45a7a65646646842473df45447d17b94489d76aa4bf736514f630d7f57f4fbb45849152c59cd917c590153655ab10b775a6ef6d9610cfe9062fb1da36356a2fe65');
INSERT INTO article_sketch VALUES(4,'3fa79b7aed8db7741c6370697b290cfe',X'cdceb100501f96020b9296036fdcec03704eaa0499932c05975c9808d4d3aa080091e70a7d31830c1baccc0d297b470f8646f31375ee58142f1cf3152780ad164e8b4f17b936091a5bc2161ab847a81b7c5f811e5c271223bfd4d82912b7702c7ef1662e9b0b5c2fea08bf30507397313ea47032061d4e33e35bc533acc29034ccce7f35d29c9235eb79d73664406437644e0c39155bd33b9fb4dd3f4a3d9d41a16a454455f59b455d51c3454ab3de45b5fca348723ccd4bd508774d46286150fe0d05511c69cb531d20926445953565567827675d85e36731e02968838986688bc4c468596b306c4b5ab26c8aac936f5023677074a786724732c872561a0c74');
INSERT INTO article_sketch VALUES(5,'799b890be7884dc806591851a3df8f9a',X'065255024e4516032fd727046812b9076e737e081b29b5088488120dbb43650e6062b70e644b33123d1c0d157bbb6f15c7418e1559909a15e7710017ac931318c1d1471cb44ede21160552227846cc232ed102244b348c256736d2257e4b65265ca3ff26fbbcab272216de28dd81182b9e0b4a2d1a0d0e2f089b4433a8f2e933c55b57395678783f238c0b4262172f42212de8429ddb524748a5a149cd499c4bc089d64cedabed4d1386554efc92e24fa36ad051d66b6d54b554bf55bf931356da96065776b56b582423f8580153655a9776a45c7a6d2b60dd440062538051629fe27c65802860667fef3769c1f63b6c520c0c6e185f9b6e8aac936fd8b86f71');
INSERT INTO article_sketch VALUES(6,'829ac91472762e44f5d84ce78153ce51',X'065255024e4516032fd727046812b9076e737e081b29b5088488120dbb43650e6062b70e644b33123d1c0d157bbb6f15c7418e1559909a15e7710017ac931318c1d1471cb44ede21160552227846cc232ed102244b348c256736d2257e4b65265ca3ff26fbbcab272216de28dd81182b9e0b4a2d1a0d0e2f089b4433a8f2e933c55b57395678783f238c0b4262172f42212de8429ddb524748a5a149cd499c4bc089d64cedabed4d1386554efc92e24fa36ad051d66b6d54b554bf55bf931356da96065776b56b582423f8580153655a9776a45c7a6d2b60dd440062538051629fe27c65802860667fef3769c1f63b6c520c0c6e185f9b6e8aac936fd8b86f71');
INSERT INTO article_sketch VALUES(7,'234bb8b1e019dbc422e514ff275b4a49',X'538bc6015de97702e36a1c06fe1f98087302e10848dc540b1a95440ddae1b00de426fb0d194452135106a61585d15f16af00c717b873381c4deea91c7804a21daa4db920a81af421a2924b22a7de8b23f87cbb264446df2669471f279183b628c45c9a296223952b40ab772dab71fd31eab1e13393c48434bfcf3b35e3d57538baaeda387710a23bb30c3f3cee4d9c3d8954ba3e64d11d3f3c594e46a2974a48e7b65b48421a8849e8f2c54cbbc61a53772ed253f670fa547e91bd573c8a5c5849152c5988fcd65b8be76c5ef7741d64360c216430730a655d0b2367038e546894afcc698dd75b6ae83b456b51549b6c940c5372f190f8742e48c476d89e7077');
CREATE TABLE article_root (
  row INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  root TEXT NOT NULL,
  outlet TEXT NOT NULL                     -- source key of the root's outlet
);
INSERT INTO article_root VALUES(1,'829ac91472762e44f5d84ce78153ce51','799b890be7884dc806591851a3df8f9a','meridian wire');
CREATE TABLE slot (
  id TEXT PRIMARY KEY,
  relationship TEXT NOT NULL,
  term TEXT NOT NULL,
  roles TEXT NOT NULL                      -- JSON: role -> names
) WITHOUT ROWID;
INSERT INTO slot VALUES('00006161b679c2207e032b34c7d932e7','Microsoft|OpenAI','license','{"licensee":["Microsoft"],"licensor":["OpenAI"]}');
INSERT INTO slot VALUES('2ccffdf5b652d8ff058c00b67792aac9','Calyra Therapeutics|Norvane Pharmaceuticals','stake.percent','{"company":["Calyra Therapeutics"],"holder":["Norvane Pharmaceuticals"]}');
INSERT INTO slot VALUES('2e532a890c0b3056856d83aa88de19ce','Calyra Therapeutics|Norvane Pharmaceuticals','license','{"licensee":["Norvane Pharmaceuticals"],"licensor":["Calyra Therapeutics"]}');
INSERT INTO slot VALUES('441f4483989e92db68268340f6f5f126','Microsoft|OpenAI','license.exclusive','{"licensee":["Microsoft"],"licensor":["OpenAI"]}');
INSERT INTO slot VALUES('645acb12f5ca95361491acacecfd724e','OpenAI','valuation','{"company":["OpenAI"]}');
INSERT INTO slot VALUES('a4227190e0721efab7f0503ef497a98a','Microsoft|OpenAI','investment','{"investee":["OpenAI"],"investor":["Microsoft"]}');
INSERT INTO slot VALUES('bc915c06dc68d07b97eac39b5c1c28b6','Microsoft|OpenAI','stake','{"company":["OpenAI"],"holder":["Microsoft"]}');
INSERT INTO slot VALUES('f5bd0933859d35d7ab832130481a894a','Microsoft|OpenAI','partnership','{"party":["Microsoft","OpenAI"]}');
CREATE TABLE telling (
  slot TEXT NOT NULL,
  claim TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (slot, claim, since)
) WITHOUT ROWID;
INSERT INTO telling VALUES('00006161b679c2207e032b34c7d932e7','db955a2a99e7864a2e337bc1f80c1360',1795630373464,1795630376682);
INSERT INTO telling VALUES('00006161b679c2207e032b34c7d932e7','db955a2a99e7864a2e337bc1f80c1360',1795630376682,0);
INSERT INTO telling VALUES('2ccffdf5b652d8ff058c00b67792aac9','b029854b7c4d11812765e67c06383141',1795630375513,0);
INSERT INTO telling VALUES('2e532a890c0b3056856d83aa88de19ce','409b0921907009615599d7ebd4083fb1',1795630373480,0);
INSERT INTO telling VALUES('2e532a890c0b3056856d83aa88de19ce','c30ca007af77224cc4877745d07c1c31',1795630375513,0);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','782f4695fbffe9150dfca9a0a526be95',1795630373916,1795630376682);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','782f4695fbffe9150dfca9a0a526be95',1795630376682,0);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','d83e75a0f383c8468f4b21365ba98881',1795630371233,1795630376682);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','d83e75a0f383c8468f4b21365ba98881',1795630376682,0);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','deac37bf1e6349cbacae38fdb8e45b0e',1795630375513,1795630376682);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','deac37bf1e6349cbacae38fdb8e45b0e',1795630376682,0);
INSERT INTO telling VALUES('645acb12f5ca95361491acacecfd724e','3cdd94ef57a2262b58c9502da6323928',1795630373480,1795630376682);
INSERT INTO telling VALUES('645acb12f5ca95361491acacecfd724e','3cdd94ef57a2262b58c9502da6323928',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','260306db2835748ceaaa5bebb7902770',1795630371233,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','260306db2835748ceaaa5bebb7902770',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','2c38a55845b3e74c58082d8703e88e1e',1795630373916,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','2c38a55845b3e74c58082d8703e88e1e',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','4192d4d4a4de6c792fc97baef7e5b1bb',1795630373480,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','4192d4d4a4de6c792fc97baef7e5b1bb',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','44dd40588f85e0f5ee5dfee60362b5e2',1795630375513,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','44dd40588f85e0f5ee5dfee60362b5e2',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','46484e17e1f38386f5f3b31a8ead6148',1795630373480,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','46484e17e1f38386f5f3b31a8ead6148',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','4f195e63ffd60a8a7ba1dd85bb7091a7',1795630375513,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','4f195e63ffd60a8a7ba1dd85bb7091a7',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','6adcbc6531fbfd9d0c1f23cfc3227fff',1795630373916,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','6adcbc6531fbfd9d0c1f23cfc3227fff',1795630376682,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','ca62b1d186c0c6e1b0098eea45763968',1795630373464,1795630376682);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','ca62b1d186c0c6e1b0098eea45763968',1795630376682,0);
INSERT INTO telling VALUES('bc915c06dc68d07b97eac39b5c1c28b6','35221b9d07a23d2f5510c093b4c7063a',1795630373480,1795630376682);
INSERT INTO telling VALUES('bc915c06dc68d07b97eac39b5c1c28b6','35221b9d07a23d2f5510c093b4c7063a',1795630376682,0);
INSERT INTO telling VALUES('f5bd0933859d35d7ab832130481a894a','82d1d368a5a92283de01e0c911ac424e',1795630371233,1795630376682);
INSERT INTO telling VALUES('f5bd0933859d35d7ab832130481a894a','82d1d368a5a92283de01e0c911ac424e',1795630376682,0);
CREATE TABLE backing (
  fact TEXT NOT NULL REFERENCES fact,
  claim TEXT NOT NULL REFERENCES claim,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0, told TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (fact, claim, since)
) WITHOUT ROWID;
INSERT INTO backing VALUES('146eeccf54728976427a451f520d8814','44dd40588f85e0f5ee5dfee60362b5e2',1795630375513,0,'2023-01-23T15:40:00Z');
INSERT INTO backing VALUES('146eeccf54728976427a451f520d8814','46484e17e1f38386f5f3b31a8ead6148',1795630373480,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('146eeccf54728976427a451f520d8814','6adcbc6531fbfd9d0c1f23cfc3227fff',1795630373916,0,'2023-01-23T14:20:00Z');
INSERT INTO backing VALUES('3f855ace415958f84dda0f86b11a996c','409b0921907009615599d7ebd4083fb1',1795630373480,0,'2022-03-14T08:30:00Z');
INSERT INTO backing VALUES('3f855ace415958f84dda0f86b11a996c','c30ca007af77224cc4877745d07c1c31',1795630375513,0,'2023-05-30T17:10:00Z');
INSERT INTO backing VALUES('6b63f6fbb5a10213566eed1455da178c','35221b9d07a23d2f5510c093b4c7063a',1795630373480,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('8c0eb1a7bb2cfd7e1c15686a70c6e59d','3cdd94ef57a2262b58c9502da6323928',1795630373480,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('97f1d6fc73b674a515d633204d5b696e','782f4695fbffe9150dfca9a0a526be95',1795630373916,0,'2023-01-23T14:20:00Z');
INSERT INTO backing VALUES('97f1d6fc73b674a515d633204d5b696e','d83e75a0f383c8468f4b21365ba98881',1795630371233,0,'2019-07-22T13:05:00Z');
INSERT INTO backing VALUES('97f1d6fc73b674a515d633204d5b696e','deac37bf1e6349cbacae38fdb8e45b0e',1795630375513,0,'2023-01-23T15:40:00Z');
INSERT INTO backing VALUES('a3e4d7ef536b2a3cb06a79ba8d86673f','b029854b7c4d11812765e67c06383141',1795630375513,0,'2023-05-30T17:10:00Z');
INSERT INTO backing VALUES('cfe27896af5b0cb4e254eb474cbecd39','db955a2a99e7864a2e337bc1f80c1360',1795630373464,0,'2020-09-22T16:00:00Z');
INSERT INTO backing VALUES('d0a43c11517e4e892ce0db75d9095c28','82d1d368a5a92283de01e0c911ac424e',1795630371233,0,'2019-07-22T13:05:00Z');
INSERT INTO backing VALUES('daa57f5dc74bec6bc165d7ba1d26688f','260306db2835748ceaaa5bebb7902770',1795630371233,0,'2019-07-22T13:05:00Z');
INSERT INTO backing VALUES('daa57f5dc74bec6bc165d7ba1d26688f','2c38a55845b3e74c58082d8703e88e1e',1795630373916,0,'2023-01-23T14:20:00Z');
INSERT INTO backing VALUES('daa57f5dc74bec6bc165d7ba1d26688f','4192d4d4a4de6c792fc97baef7e5b1bb',1795630373480,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('daa57f5dc74bec6bc165d7ba1d26688f','4f195e63ffd60a8a7ba1dd85bb7091a7',1795630375513,0,'2023-01-23T15:40:00Z');
INSERT INTO backing VALUES('daa57f5dc74bec6bc165d7ba1d26688f','ca62b1d186c0c6e1b0098eea45763968',1795630373464,0,'2020-09-22T16:00:00Z');
CREATE TABLE entity (
  key TEXT PRIMARY KEY,                    -- the name in lower case
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  recorded INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO entity VALUES('calyra therapeutics','7a941b0d60e4','Calyra Therapeutics',1795630373480);
INSERT INTO entity VALUES('microsoft','5eb073c93bda','Microsoft',1795630371233);
INSERT INTO entity VALUES('norvane pharmaceuticals','2a0c8ab4f645','Norvane Pharmaceuticals',1795630373480);
INSERT INTO entity VALUES('openai','eb7583f98a09','OpenAI',1795630371233);
CREATE TABLE judgement (
  row INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                      -- merge: b is another name of a; split: it is not
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0        -- ms when it was taken back
);
INSERT INTO judgement VALUES(1,'merge','OpenAI','Open AI','','one company',1795630376682,0);
CREATE TABLE subscription (
  name TEXT PRIMARY KEY,
  spec TEXT NOT NULL,                      -- JSON
  recorded INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE silence (
  id INTEGER PRIMARY KEY,
  party TEXT NOT NULL,                     -- empty: any
  term TEXT NOT NULL,                      -- or the beginning of one; empty: any
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  recorded INTEGER NOT NULL
);
CREATE TABLE sink_cursor (subscription TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE delivery (                    -- a group of changes for one subscription: the queue and its log
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL UNIQUE,            -- stable over attempts: receivers drop what they had
  subscription TEXT NOT NULL,
  topic TEXT NOT NULL,                     -- what its changes have in common
  state TEXT NOT NULL,                     -- waiting, sent, dead
  due INTEGER NOT NULL,                    -- ms of the next attempt
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE delivery_change (
  delivery INTEGER NOT NULL REFERENCES delivery,
  seq INTEGER NOT NULL,
  fact TEXT NOT NULL,
  PRIMARY KEY (delivery, seq)
) WITHOUT ROWID;
CREATE TABLE relationship_party (
  party TEXT NOT NULL COLLATE NOCASE,
  relationship TEXT NOT NULL,
  PRIMARY KEY (party, relationship)
) WITHOUT ROWID;
INSERT INTO relationship_party VALUES('Calyra Therapeutics','Calyra Therapeutics|Norvane Pharmaceuticals');
INSERT INTO relationship_party VALUES('Microsoft','Microsoft|OpenAI');
INSERT INTO relationship_party VALUES('Norvane Pharmaceuticals','Calyra Therapeutics|Norvane Pharmaceuticals');
INSERT INTO relationship_party VALUES('OpenAI','Microsoft|OpenAI');
INSERT INTO relationship_party VALUES('OpenAI','OpenAI');
CREATE TABLE follow (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,                -- names in lower case, sorted
  parties TEXT NOT NULL,                   -- JSON list, as given
  since INTEGER NOT NULL
);
CREATE TABLE followed_feed (
  feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  follow INTEGER NOT NULL REFERENCES follow ON DELETE CASCADE,
  PRIMARY KEY (feed, follow)
) WITHOUT ROWID;
CREATE TABLE hub (                         -- WebSub: who pushes what is new in a feed
  feed INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  hub TEXT NOT NULL,
  topic TEXT NOT NULL,
  token TEXT NOT NULL DEFAULT '',          -- last part of the callback's address; empty: never asked
  secret TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'offered',   -- offered, active, denied
  next_try INTEGER NOT NULL,               -- when to ask, or to ask again for more time
  tries INTEGER NOT NULL DEFAULT 0,        -- in a row without success
  lease_until INTEGER,
  last_push INTEGER,
  pushes INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT ''
);
CREATE TABLE host_pause (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX feed_due ON feed (next_poll) WHERE gone = 0;
CREATE INDEX item_pending ON item (published, id) WHERE state = 'pending';
CREATE INDEX item_feed ON item (feed, state);
CREATE INDEX claim_article ON claim (article, revision);
CREATE INDEX fact_relationship ON fact (relationship, term);
CREATE INDEX change_unpublished ON change (row) WHERE published_seq IS NULL;
CREATE INDEX change_topic ON change (topic, published_seq);
CREATE INDEX change_fact ON change (fact);
CREATE INDEX article_seq ON article (seq);
CREATE INDEX article_root_article ON article_root (article, row);
CREATE INDEX article_root_root ON article_root (root);
CREATE INDEX telling_claim ON telling (claim);
CREATE INDEX fact_slot ON fact (slot);
CREATE INDEX backing_claim ON backing (claim);
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';
CREATE INDEX delivery_subscription ON delivery (subscription, state);
CREATE INDEX delivery_change_fact ON delivery_change (fact);
CREATE INDEX followed_feed_follow ON followed_feed (follow);
CREATE INDEX hub_due ON hub (next_try);
CREATE UNIQUE INDEX hub_token ON hub (token) WHERE token <> '';
CREATE INDEX item_wait ON item (max(not_before, leased_until)) WHERE state = 'pending';
COMMIT;
PRAGMA user_version=4;
