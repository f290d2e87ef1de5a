BEGIN TRANSACTION;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('clock','1795630369532');
INSERT INTO meta VALUES('epoch','1c38b633210d593e');
INSERT INTO meta VALUES('started','1795630363319');
INSERT INTO meta VALUES('writes','5');
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
);
INSERT INTO feed VALUES(1,'http://127.0.0.1:42875/meridian/rss.xml','Meridian Wire','"7fbf97a62b932765c04107ee59dffe14"','Wed, 25 Nov 2026 18:12:48 GMT',1795630368721,1,0,'',1795630368215,1795630368215,0,'','',NULL);
INSERT INTO feed VALUES(2,'http://127.0.0.1:42875/ledgerpost/atom.xml','The Ledger Post','"bdda8bc6c0dc8899dfb704082ab93eed"','Wed, 25 Nov 2026 18:12:48 GMT',1795630368727,1,0,'',1795630368208,1795630368208,0,'','',NULL);
INSERT INTO feed VALUES(3,'http://127.0.0.1:42875/docket/index.rdf','Capitol Docket','"b0bc86388ab7f5bb2da659ab77ba90d3"','Wed, 25 Nov 2026 18:12:47 GMT',1795630369830,3,0,'',1795630367686,NULL,0,'','',NULL);
INSERT INTO feed VALUES(4,'http://127.0.0.1:42875/dispatch/feed.json','Silicon Dispatch','"9610727c00133bf51e4601b4d61c7ab0"','Wed, 25 Nov 2026 18:12:48 GMT',1795630368724,1,0,'',1795630368211,1795630366138,0,'','',NULL);
INSERT INTO feed VALUES(5,'http://127.0.0.1:42875/biotrade/rss.xml','BioTrade Weekly','"91c6f1d769ceda241545fc1d897bf39c"','Wed, 25 Nov 2026 18:12:48 GMT',1795630368737,1,0,'',1795630368204,1795630366134,0,'','',NULL);
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
INSERT INTO item VALUES(1,1,'link 127.0.0.1:42875/meridian/microsoft-invests-in-openai','http://127.0.0.1:42875/meridian/microsoft-invests-in-openai','Microsoft invests $1 billion in OpenAI','Dana Whitlock','2019-07-22T13:05:00Z','The software maker puts $1 billion into the San Francisco research lab and becomes its cloud provider.','d279128274c420a2d2035fd54d01aff2','done',1,0,0,'');
INSERT INTO item VALUES(2,5,'link 127.0.0.1:42875/biotrade/norvane-licenses-calyra-obesity-drug','http://127.0.0.1:42875/biotrade/norvane-licenses-calyra-obesity-drug','Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront','Tom Ekberg','2022-03-14T08:30:00Z','Norvane gets exclusive rights to CLR-204 outside Japan; milestones could add $1.4 billion.','7a52c326c0ecf3ee73d0c8b2fc5516e3','done',1,0,0,'');
INSERT INTO item VALUES(3,4,'link 127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai','http://127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai','Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports','Priya Raman','2023-01-10T09:15:00Z','The money would come in stages and give Microsoft a large share of the profits until it is earned back.','35eb91ee77f8c328db68c73522b22ab2','done',1,0,0,'');
INSERT INTO item VALUES(4,4,'link 127.0.0.1:42875/dispatch/microsoft-licenses-gpt-3','http://127.0.0.1:42875/dispatch/microsoft-licenses-gpt-3','Microsoft licenses GPT-3 exclusively from OpenAI','Priya Raman','2020-09-22T16:00:00Z','Only Microsoft may build the model itself into products; others keep their access over the network.','6f86392fa3fde08c1ac345aabf05531f','done',1,0,0,'');
INSERT INTO item VALUES(5,1,'link 127.0.0.1:42875/meridian/microsoft-and-openai-extend-partnership','http://127.0.0.1:42875/meridian/microsoft-and-openai-extend-partnership','Microsoft makes multibillion-dollar investment in OpenAI','Dana Whitlock','2023-01-23T14:20:00Z','The companies extend a partnership that began in 2019. Bloomberg puts the sum at $10 billion.','1874e3ae3ec424c7fb2ca691a817cc95','done',1,0,0,'');
INSERT INTO item VALUES(6,2,'link 127.0.0.1:42875/ledgerpost/norvane-considers-calyra-stake','http://127.0.0.1:42875/ledgerpost/norvane-considers-calyra-stake','Norvane is in talks to buy a stake in Calyra, people familiar say','Ruth Calloway','2023-05-30T17:10:00Z','The drugmaker may take about 8% of its licensing partner.','618c9c3bbcfa9edbbfca3fced5155b47','done',0,0,0,'');
INSERT INTO item VALUES(7,2,'link 127.0.0.1:42875/ledgerpost/openai-investment-from-the-wire','http://127.0.0.1:42875/ledgerpost/openai-investment-from-the-wire','Microsoft makes multibillion-dollar investment in OpenAI','Dana Whitlock','2023-01-23T15:40:00Z','The companies extend a partnership that began in 2019. Bloomberg puts the sum at $10 billion.','ded9ec47854df387f23274ec788f494d','done',0,0,0,'');
INSERT INTO item VALUES(8,1,'link 127.0.0.1:42875/meridian/norvane-takes-stake-in-calyra','http://127.0.0.1:42875/meridian/norvane-takes-stake-in-calyra','Norvane buys 8% of Calyra Therapeutics for $90 million','Isaac Brandt','2023-06-05T06:45:00Z','The drugmaker becomes the second-largest shareholder of its partner.','7adad2a227c3f2ad24fae967257989d0','done',0,0,0,'');
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
INSERT INTO article VALUES('198dd040f1afe2d990eefc0549437989',1,'27a049723026286116b0d83ec3b6d1d7','http://127.0.0.1:42875/dispatch/microsoft-licenses-gpt-3','Silicon Dispatch','Microsoft licenses GPT-3 exclusively from OpenAI','["Priya Raman"]','2020-09-22T16:00:00Z','2020-09-22T16:00:00Z','en',X'28b52ffd60f602551100f6635d1f504dd3066d7e9344d7228d29d6fe44a8cce910c8c008a58aaf2d3e6662176a55005300540008cdba67a1548bb191d63de7e219a55b0beb3ef9e709c47128140ef08b8395540c0ba4a3547cc4168288b2e4276b818201888704a32bfe5c7293ce9cae74246eb5c47b5e4bd68d21fd8230a6d1997a19a9a9ce3104c9b036b634321d3de4066d51f2f8de701c0a46baee99fbb9f2263aa56bb8d9b5b0c0712d18cfe8f825fd630cf5c5531453c8b9b4588b3a93d69588d18e553d59072b8ef218c16b923ac2956bd59f637ae61007e9cc91800660aafa624be94859625d89aff57baae155b0e26a4d1c2c2ced2ef565a9cd98676aadd6380e853a3a06ad4cc757ec7c817929ddc20400465f3d83a7be0cb3268ba9d880c0fac52bbf42cc0add0439150afcb25872bd461aa5958de428bb5e253b3a66a3ce5cf14cb9d247e4a23e30329e6c0d922931395f1f424b1ea1660146aecaa549ca6e05c154ceed2984e350e815439cc7a8abd5955c5d27d906ed96cf58e20c4e281014c298e403106857d2261daa428ab31965be434d53400670db053f5913b4434d98e8a0770827097ca91ec08434de6270d917bce32d83c9cfefaabd65a3afc7736d5caec28c086179217eed07705955673bdabe5b64752fa3c73157f945b26bcd7097cc0de14f6fb674ff2bce22be1057360761aca2272815cc590203ec71a943e3675f050cb357916a243c21bb45d80bbe357059e695166a7e9bb140d82c745a0e32eb7b03a6a4fd9bff4bae240033',0,'229d7ae717dc057acbe039aa1d0bc0b7',2,'',1795630366440,2);
INSERT INTO article VALUES('19f8aa0917a6ee2f40cdbabf087f2c22',1,'67582a99851945c1656550128d31446c','http://127.0.0.1:42875/meridian/microsoft-invests-in-openai','Meridian Wire','Microsoft invests $1 billion in OpenAI','["Dana Whitlock"]','2019-07-22T13:05:00Z','2019-07-22T13:05:00Z','en',X'28b52ffd60d70255110086a46122406d9b03388d8d1065b2f683ecff5c12f38224961268a6d993c32e7a5cade2a6f705590057005600bf421ee9a6d77897c542995c62d960964e78eb3db26b9844cea7396e5921bdefd547ec105ceb8da1d721c207363d5f35331816f6e6c10ccd12d742870b009cdef61286de536e8fdc54840d1ef043428321c1618958b0c3d2080b66d7484fccc987f71e2f16caea7de2757ac9d77a896a8764bbde93f494210c9b93163a8ec4ce8cdd335cc7b10257a762712294e8d7dbd09724e3b5f0f19584157d42496ae3e4e442be04d75988e27b26d11d8cc6ce047fb2b926632b89f4b39d9c25f3c553a7e5246aa79a73cd486fc8e07a7c533d9e9c1bc7edeb86daac57594725617d3b44649da5909c853427905cc9147a3393fa88a07358357c3c69a8a790cf7b4628203048b488d8694a4473c2cf1d020e9402f55e4fadc2b2e298e5e8f44cb67590d9932c32b0d61f9f215ef7d476b28e2d97e0d175a5f2f910bda5e9e6343ee3ec93ca935bb7644e98da26e3c4de2ca339e814f7e3a8103ba6adc5cc35ac6845281014c218db03107067941c37626ae3ea31f59f9f03fe65fb0920baac02c4abc62d30540ea8613f829eb5467d3c48899ac41688156425788c008bdc2afaf81716c829956691ad2b1a0f196a45fc1f8428ecb71303ed1b4cafaca777b1039d5c2e6352a3578a162611461ac167d2abb1d95eef4d9cf6b988a46436a12c78401c68b472626584c130fcd20d9b3115c40648493340d420db7d594eb62e65ab330a',0,'229d7ae717dc057acbe039aa1d0bc0b7',3,'',1795630363689,1);
INSERT INTO article VALUES('588bc12f77d3157ca21d5ef89eb0017e',1,'a111b0e5c1e924239d990a8fd97fb80c','http://127.0.0.1:42875/biotrade/norvane-licenses-calyra-obesity-drug','BioTrade Weekly','Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront','["Tom Ekberg"]','2022-03-14T08:30:00Z','2022-03-14T08:30:00Z','en',X'28b52ffd60d402551100a6a66421306fd30683d862d7649b0f885a67770e592f3f1e423d4c391f457abc705001e5045d005a005b008fd75291c5a211d972e8e0432f570ec23bb35e9d3d0e2a7e5a331a281747abf4097ad9de1d957f1807040503120d0a4e64ac8fe513852da3650a4eab22bede15b57c8852682915f799975fa3d46ac9ba4c510b5d31272d45f86790c4875f8ceb4d8d4aeb21aaf19f8df98962b168082078cdcda94d5bb57e99fa709745985e943d7eb28cfd23cdf1d372a6727d0a1b9fb2cd2bd627c59e6654e2838623c0f9b40931b62b4f47e634f6309907f2a15a4b392628700444168ac1859457dccc558a9e0994e0fbfa821a80f1c3e8cc67bb4fac2a82f770fe36ed714210008b45e31c68213bd53c39b4f8695e4bfbc65607beb68c9135835ecd431ed660d675953effc38cb3c718bccff32912e5215febfae03a248db4475e2e917962dd05e9d349d54aa067f92aced31e6ada528e52fdea036136e83f9737676b572dab450e9743018781af98d6a7a589085a5729d082f9d8bc2c54ef232f5e44e186fe11aec7b9090e1ccbdf70b5c4aa9c943f2820426290a2f6106048451d59c37194c171fa19f05d8216a11560cf605fa823881640a971d7397b98a68e9307bf3043e94f59e85c6e627f35e0158868b8f906ecf105ee412419227eacb40f62391f1dff3a895af03752ddac6ef76e67036c2b04235cedf73a3b48d8e7b2358c22309b19458f536b26fd9a83a230fab2c083415640c7ac17ede7c19edd97f7683d0454f1749a01',0,'229d7ae717dc057acbe039aa1d0bc0b7',1,'',1795630366440,3);
INSERT INTO article VALUES('761a7bc897cfe0629599b6c8f83ca5bf',1,'557b2ac4402ca6cedd383ea2fb700887','http://127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai','Silicon Dispatch','Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports','["Priya Raman"]','2023-01-10T09:15:00Z','2023-01-10T09:15:00Z','en',X'28b52ffd60bc02ad1000a6235d20404fd306a3bf573b8c76685c627f826a49c4d08bd9813f46cbb4cc18eeb87b01570050005400e95c6acc48f010320d3f3d2c16487e37ed354e3b758a357cb5ac2f4ef0f68e19e89b6b793a57c3943b98f1d080b0960edc58ce4f98e2a73523c100bf30e03aa52ec20203005ebd03cf6bad13cad678d6f33696ae3ca710bee37e9e8cb43fbc6aca9a6bf1eae71bafa5b52af94508b158208b579475d0f1d439426846d0313935fe11564b5676f47475bc0b138ce43ac7cc282000f09acf28733034573eedf211a30e9e916256e39698f1c498044d19cfd482eb56cf5058f38da22179740ec42c757ef0b46040806000c0e88b05f2095bf5632f179e6233522b9d15a535f96d18184167ea8963117e1c9792f63dab5b6474afb172795a523f4953b6883e993db7b8b144cee5add8cbc6aa5826ba52635d98804dbcfcda3331362ba955af9e36ef38fa0e4b09463462492c73ac3fb4e5912cb5301d75651d64f2a156d7c9472877ac85ab5d3d1f868ca70c3e971243281014629cb50710684735cd767d20f3fbb581cf72d0c473e4cca8abb1c99a3c571b13cde9300d926a8842812c60722e89ed084c44811910285c70c87ac31c9127834a0feae5b6c7972175f20314ea43c3ca800a00384885a501159371f78d132edbb64b41d3860ff1630d72d615f8d6ac4d054a45e1628c43ff6771181b50bc27087cc19030ef3720809a816598191b4d460b439a316539a638015c19',0,'229d7ae717dc057acbe039aa1d0bc0b7',4,'',1795630366499,4);
INSERT INTO article VALUES('ed57c28f311c47565f5bdd33f200608b',1,'a70f27744033841a96c0028deefe17af','http://127.0.0.1:42875/meridian/microsoft-and-openai-extend-partnership','Meridian Wire','Microsoft makes multibillion-dollar investment in OpenAI','["Dana Whitlock"]','2023-01-23T14:20:00Z','2023-01-23T14:20:00Z','en',X'28b52ffd6092028d0f00e6e05820404ddb06682cdb5b2fdbce08bd6d37f8a47ee9700ce3cdeafb1bbf4645a7095e500050004f008d519bcf498a4d8147120a141d866bbe1559379cd03cdf5a9b047473ad5c103e6c64af879d81fa7ba32971ec2ddff93ed56f5cd255b8ee535e7b33db96512a5ce0badd68aa7610470e1618140e101a024f45c117004fb81850069ef4deb0993bc2ecb19d729e3855271c47c2d87d4c7532ce972bd931d76d8c9de80836af83fc867161bbcbe0ca02a065c29e76547d64a7efd5a74cc791102c9401bd061727555f6e359a5dab0a212f4feb59c61b7a0e5b84d97e1052e0194c85905b0bd32dfc1a7d0ec791203a86b135193b6e5aa3272d3b88427cd890df3acfcb30a69c58769e9e5de83891ed598802358f211f3909a36a523d60f1846d176ac8a7968db8a22888b2783fa8352e3108913eab7a47f5701c491f7273455c9e4e9d513536db97e065b423b2ea773ba7a5c3f5558c237aac57c1d9393c51c6f232f6ed38282042628cc47a10508768a6c9b0060f0694abc5b28af3006406a89c00e8a12f3b380b9baed6900a53a3eb88f0fc682c9a8b822a1871ce7bfcf938d051a578ebc82c9c8e7d9ec461383c3f899548f9c81b0870c9a302f91ac53094744d03f21e38fa3648853d01905a07b3a2b6854cfea2b1e0a385187519cc396ec3328b6ce2a7d1ef872c2891cf8d02',0,'229d7ae717dc057acbe039aa1d0bc0b7',3,'',1795630366517,5);
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
INSERT INTO claim VALUES('00470dd5c6909bf3a221cab7e1a424a4','761a7bc897cfe0629599b6c8f83ca5bf',1,'stake','{"amount":null,"attribution":null,"modality":"planned","percent":null,"revision":1,"roles":{"company":"OpenAI","holder":"Microsoft"},"rule":"stake.noun","span":[507,549],"stage":"held","type":"stake","until":null,"when":null}','Afterwards it would hold a minority stake.','silicon dispatch',1795630366499,'2023-01-10T09:15:00Z','silicon dispatch','');
INSERT INTO claim VALUES('0d982cf600c4165cef1e878ea1aebc1d','19f8aa0917a6ee2f40cdbabf087f2c22',1,'license','{"amount":null,"attribution":null,"exclusive":true,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.provider","span":[138,221],"stage":"agreed","type":"license","until":null,"when":null}','As part of the agreement, Microsoft becomes the exclusive cloud provider of OpenAI.','meridian wire',1795630363689,'2019-07-22T13:05:00Z','meridian wire','');
INSERT INTO claim VALUES('2f523e2924a9b7fcf7b0f53fb8247893','198dd040f1afe2d990eefc0549437989',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[417,533],"stage":"completed","type":"investment","until":null,"when":null}','The agreement comes 14 months after Microsoft invested $1 billion in OpenAI and became its exclusive cloud provider.','silicon dispatch',1795630366440,'2020-09-22T16:00:00Z','silicon dispatch','');
INSERT INTO claim VALUES('35053faf4bcdce794bb08936e8fe2b37','588bc12f77d3157ca21d5ef89eb0017e',1,'license','{"amount":{"currency":"USD","value":120000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Norvane Pharmaceuticals","licensor":"Calyra Therapeutics"},"rule":"license.agreement","span":[0,158],"stage":"agreed","type":"license","until":null,"when":"2022-03-14"}','Norvane Pharmaceuticals has signed an exclusive license with Calyra Therapeutics for CLR-204, an experimental obesity drug, the companies announced on Monday.','biotrade weekly',1795630366440,'2022-03-14T08:30:00Z','biotrade weekly','');
INSERT INTO claim VALUES('ac59099a06e55a292f0dd951c11ac206','ed57c28f311c47565f5bdd33f200608b',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[398,446],"stage":"completed","type":"investment","until":null,"when":"2019"}','Microsoft invested $1 billion in OpenAI in 2019.','meridian wire',1795630366517,'2023-01-23T14:20:00Z','meridian wire','');
INSERT INTO claim VALUES('af95f5f5c01ace4457df84837042b3ac','19f8aa0917a6ee2f40cdbabf087f2c22',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":"Microsoft and OpenAI","modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[0,136],"stage":"completed","type":"investment","until":null,"when":null}','SAN FRANCISCO - Microsoft has invested $1 billion in OpenAI, the artificial intelligence research lab, the two companies said on Monday.','microsoft and openai',1795630363689,'2019-07-22T13:05:00Z','meridian wire','microsoft and openai');
INSERT INTO claim VALUES('b7a8b6e975625c956326baf5bbb4954f','761a7bc897cfe0629599b6c8f83ca5bf',1,'investment','{"amount":{"currency":"USD","value":10000000000},"attribution":"Semafor","modality":"planned","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[0,134],"stage":"announced","type":"investment","until":null,"when":null}','Microsoft is in talks to invest $10 billion in OpenAI, the maker of ChatGPT, Semafor reported, citing people familiar with the matter.','semafor',1795630366499,'2023-01-10T09:15:00Z','silicon dispatch','semafor');
INSERT INTO claim VALUES('b9bdc1f3f2b660d9295e91ca4e694812','19f8aa0917a6ee2f40cdbabf087f2c22',1,'partnership','{"amount":null,"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"party":["Microsoft","OpenAI"]},"rule":"partnership.verb","span":[222,374],"stage":"formed","type":"partnership","until":null,"when":null}','The lab will move its services to Azure, Microsoft''s cloud business, and the two will build computing hardware and software together over several years.','meridian wire',1795630363689,'2019-07-22T13:05:00Z','meridian wire','');
INSERT INTO claim VALUES('d06685b17b11d30ccfc1409e4fd732ce','761a7bc897cfe0629599b6c8f83ca5bf',1,'investment','{"amount":{"currency":"USD","value":1000000000},"attribution":null,"modality":"confirmed","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[551,637],"stage":"completed","type":"investment","until":null,"when":"2019"}','Microsoft invested $1 billion in OpenAI in 2019 and has since been its cloud provider.','silicon dispatch',1795630366499,'2023-01-10T09:15:00Z','silicon dispatch','');
INSERT INTO claim VALUES('d4b10821d4c8636c8e09bc75c1dfbcf6','761a7bc897cfe0629599b6c8f83ca5bf',1,'valuation','{"amount":{"currency":"USD","value":29000000000},"attribution":"Semafor","modality":"planned","percent":null,"revision":1,"roles":{"company":"OpenAI"},"rule":"valuation.value","span":[136,242],"stage":"current","type":"valuation","until":null,"when":null}','The funding, which would include other investors, would value OpenAI at $29 billion, according to Semafor.','semafor',1795630366499,'2023-01-10T09:15:00Z','silicon dispatch','semafor');
INSERT INTO claim VALUES('dab4149d2f99d23cc109cc904a0b0a8a','198dd040f1afe2d990eefc0549437989',1,'license','{"amount":null,"attribution":"Microsoft","modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.verb","span":[0,104],"stage":"agreed","type":"license","until":null,"when":null}','Microsoft said on Tuesday that it has exclusively licensed GPT-3, the large language model, from OpenAI.','microsoft',1795630366440,'2020-09-22T16:00:00Z','silicon dispatch','microsoft');
INSERT INTO claim VALUES('dde3d0e258a83597acd73877ff70eacc','ed57c28f311c47565f5bdd33f200608b',1,'license','{"amount":null,"attribution":null,"exclusive":true,"modality":"confirmed","percent":null,"revision":1,"roles":{"licensee":"Microsoft","licensor":"OpenAI"},"rule":"license.provider","span":[447,561],"stage":"agreed","type":"license","until":null,"when":null}','Azure remains the exclusive cloud provider of OpenAI for its research, its products and its programming interface.','meridian wire',1795630366517,'2023-01-23T14:20:00Z','meridian wire','');
INSERT INTO claim VALUES('ebed40a3b47202d00dbd959a786406bd','ed57c28f311c47565f5bdd33f200608b',1,'investment','{"amount":{"currency":"USD","value":10000000000},"attribution":"Bloomberg","modality":"reported","percent":null,"revision":1,"roles":{"investee":"OpenAI","investor":"Microsoft"},"rule":"investment.invest","span":[201,318],"stage":"announced","type":"investment","until":null,"when":null}','Microsoft is investing $10 billion in OpenAI, Bloomberg reported on Monday, citing a person familiar with the matter.','bloomberg',1795630366517,'2023-01-23T14:20:00Z','meridian wire','bloomberg');
CREATE TABLE fact (
  id TEXT PRIMARY KEY,
  relationship TEXT NOT NULL,              -- sorted party names joined by '|'
  term TEXT NOT NULL,
  first_recorded INTEGER NOT NULL
, slot TEXT NOT NULL DEFAULT '', roles TEXT NOT NULL DEFAULT '{}', stale_days INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO fact VALUES('07fe6e91001f0dc30e5f1ce18ba315e1','OpenAI','valuation',1795630366499,'645acb12f5ca95361491acacecfd724e','{"company":["OpenAI"]}',365);
INSERT INTO fact VALUES('15541251abdebeef3512de69c4a27ad8','Microsoft|OpenAI','stake',1795630366499,'bc915c06dc68d07b97eac39b5c1c28b6','{"company":["OpenAI"],"holder":["Microsoft"]}',0);
INSERT INTO fact VALUES('1d4ca4e1f4c659105249703acfca34ee','Microsoft|OpenAI','investment',1795630366499,'a4227190e0721efab7f0503ef497a98a','{"investee":["OpenAI"],"investor":["Microsoft"]}',0);
INSERT INTO fact VALUES('48f1b16b459764b00cd879b6788af70b','Microsoft|OpenAI','license.exclusive',1795630363689,'441f4483989e92db68268340f6f5f126','{"licensee":["Microsoft"],"licensor":["OpenAI"]}',0);
INSERT INTO fact VALUES('73221712ded1ccdbeb103ac64c40795f','Microsoft|OpenAI','license',1795630366440,'00006161b679c2207e032b34c7d932e7','{"licensee":["Microsoft"],"licensor":["OpenAI"]}',0);
INSERT INTO fact VALUES('73ddbec91770cc8012b6b10e707f67b0','Microsoft|OpenAI','partnership',1795630363689,'f5bd0933859d35d7ab832130481a894a','{"party":["Microsoft","OpenAI"]}',0);
INSERT INTO fact VALUES('e2ca51bdebd498cd2c0c5014604a90fa','Microsoft|OpenAI','investment',1795630363689,'a4227190e0721efab7f0503ef497a98a','{"investee":["OpenAI"],"investor":["Microsoft"]}',0);
INSERT INTO fact VALUES('e8ae6cdb3c72a9bd25bff51479983b0d','Calyra Therapeutics|Norvane Pharmaceuticals','license',1795630366440,'2e532a890c0b3056856d83aa88de19ce','{"licensee":["Norvane Pharmaceuticals"],"licensor":["Calyra Therapeutics"]}',0);
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
INSERT INTO fact_version VALUES('07fe6e91001f0dc30e5f1ce18ba315e1',1,1795630366499,'rumoured','{"amount":{"currency":"USD","value":29000000000},"stage":"current"}','','','2023-01-10',1,'[{"at":"2023-01-10","claim":"d4b10821d4c8636c8e09bc75c1dfbcf6","kind":"new","status":"rumoured","value":{"amount":{"currency":"USD","value":29000000000},"stage":"current"}}]','article',1);
INSERT INTO fact_version VALUES('15541251abdebeef3512de69c4a27ad8',1,1795630366499,'rumoured','{"stage":"held"}','','','2023-01-10',1,'[{"at":"2023-01-10","claim":"00470dd5c6909bf3a221cab7e1a424a4","kind":"new","status":"rumoured","value":{"stage":"held"}}]','article',1);
INSERT INTO fact_version VALUES('1d4ca4e1f4c659105249703acfca34ee',1,1795630366499,'rumoured','{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}','','','2023-01-10',1,'[{"at":"2023-01-10","claim":"b7a8b6e975625c956326baf5bbb4954f","kind":"new","status":"rumoured","value":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}}]','article',0);
INSERT INTO fact_version VALUES('1d4ca4e1f4c659105249703acfca34ee',2,1795630366517,'reported','{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}','','','2023-01-23',2,'[{"at":"2023-01-10","claim":"b7a8b6e975625c956326baf5bbb4954f","kind":"new","status":"rumoured","value":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}},{"at":"2023-01-23","claim":"ebed40a3b47202d00dbd959a786406bd","kind":"corroborated","status":"reported","value":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"}}]','article',0);
INSERT INTO fact_version VALUES('48f1b16b459764b00cd879b6788af70b',1,1795630363689,'confirmed','{"exclusive":true,"stage":"agreed"}','','','2019-07-22',1,'[{"at":"2019-07-22","claim":"0d982cf600c4165cef1e878ea1aebc1d","kind":"new","status":"confirmed","value":{"exclusive":true,"stage":"agreed"}}]','article',1);
INSERT INTO fact_version VALUES('73221712ded1ccdbeb103ac64c40795f',1,1795630366440,'confirmed','{"stage":"agreed"}','','','2020-09-22',1,'[{"at":"2020-09-22","claim":"dab4149d2f99d23cc109cc904a0b0a8a","kind":"new","status":"confirmed","value":{"stage":"agreed"}}]','article',0);
INSERT INTO fact_version VALUES('73ddbec91770cc8012b6b10e707f67b0',1,1795630363689,'confirmed','{"stage":"formed"}','','','2019-07-22',1,'[{"at":"2019-07-22","claim":"b9bdc1f3f2b660d9295e91ca4e694812","kind":"new","status":"confirmed","value":{"stage":"formed"}}]','article',1);
INSERT INTO fact_version VALUES('e2ca51bdebd498cd2c0c5014604a90fa',1,1795630363689,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','','','2019-07-22',1,'[{"at":"2019-07-22","claim":"af95f5f5c01ace4457df84837042b3ac","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('e2ca51bdebd498cd2c0c5014604a90fa',2,1795630366440,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','','','2020-09-22',2,'[{"at":"2019-07-22","claim":"af95f5f5c01ace4457df84837042b3ac","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}},{"at":"2020-09-22","claim":"2f523e2924a9b7fcf7b0f53fb8247893","kind":"corroborated","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('e2ca51bdebd498cd2c0c5014604a90fa',3,1795630366499,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','2019','','2019-07-22',2,'[{"at":"2019","claim":"d06685b17b11d30ccfc1409e4fd732ce","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}},{"at":"2019-07-22","claim":"af95f5f5c01ace4457df84837042b3ac","kind":"corroborated","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('e2ca51bdebd498cd2c0c5014604a90fa',4,1795630366517,'confirmed','{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}','2019','','2019',2,'[{"at":"2019","claim":"d06685b17b11d30ccfc1409e4fd732ce","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"}}]','article',0);
INSERT INTO fact_version VALUES('e8ae6cdb3c72a9bd25bff51479983b0d',1,1795630366440,'confirmed','{"amount":{"currency":"USD","value":120000000},"stage":"agreed"}','2022-03-14','','2022-03-14',1,'[{"at":"2022-03-14","claim":"35053faf4bcdce794bb08936e8fe2b37","kind":"new","status":"confirmed","value":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"}}]','article',0);
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
INSERT INTO change VALUES(1,'b97ca5bee4975f1b9c4726bb9ea28fc7','e2ca51bdebd498cd2c0c5014604a90fa',1,'new','article','change.microsoft~openai.new','{"after":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"},"before":null,"cause":"article","claims":[{"article":"19f8aa0917a6ee2f40cdbabf087f2c22","attribution":"Microsoft and OpenAI","claim":"af95f5f5c01ace4457df84837042b3ac","modality":"confirmed","origin":"microsoft and openai","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"investment.invest","sentence":"SAN FRANCISCO - Microsoft has invested $1 billion in OpenAI, the artificial intelligence research lab, the two companies said on Monday.","title":"Microsoft invests $1 billion in OpenAI","type":"investment","url":"http://127.0.0.1:42875/meridian/microsoft-invests-in-openai"}],"fact":"e2ca51bdebd498cd2c0c5014604a90fa","id":"b97ca5bee4975f1b9c4726bb9ea28fc7","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:43.689Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"confirmed","term":"investment"}',1795630363689,1,0);
INSERT INTO change VALUES(2,'86133f34925abba4464ae2bbace97aba','48f1b16b459764b00cd879b6788af70b',1,'new','article','change.microsoft~openai.new','{"after":{"exclusive":true,"stage":"agreed"},"before":null,"cause":"article","claims":[{"article":"19f8aa0917a6ee2f40cdbabf087f2c22","claim":"0d982cf600c4165cef1e878ea1aebc1d","modality":"confirmed","origin":"meridian wire","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"license.provider","sentence":"As part of the agreement, Microsoft becomes the exclusive cloud provider of OpenAI.","title":"Microsoft invests $1 billion in OpenAI","type":"license","url":"http://127.0.0.1:42875/meridian/microsoft-invests-in-openai"}],"fact":"48f1b16b459764b00cd879b6788af70b","id":"86133f34925abba4464ae2bbace97aba","kind":"new","origins":1,"parties":["OpenAI","Microsoft"],"recorded":"2026-11-25T18:12:43.689Z","relationship":"microsoft~openai","roles":{"licensee":["Microsoft"],"licensor":["OpenAI"]},"status":"confirmed","term":"license.exclusive"}',1795630363689,2,1);
INSERT INTO change VALUES(3,'fa09b6f1a29f3bea0fd87e964b9a7ca3','73ddbec91770cc8012b6b10e707f67b0',1,'new','article','change.microsoft~openai.new','{"after":{"stage":"formed"},"before":null,"cause":"article","claims":[{"article":"19f8aa0917a6ee2f40cdbabf087f2c22","claim":"b9bdc1f3f2b660d9295e91ca4e694812","modality":"confirmed","origin":"meridian wire","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"partnership.verb","sentence":"The lab will move its services to Azure, Microsoft''s cloud business, and the two will build computing hardware and software together over several years.","title":"Microsoft invests $1 billion in OpenAI","type":"partnership","url":"http://127.0.0.1:42875/meridian/microsoft-invests-in-openai"}],"fact":"73ddbec91770cc8012b6b10e707f67b0","id":"fa09b6f1a29f3bea0fd87e964b9a7ca3","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:43.689Z","relationship":"microsoft~openai","roles":{"party":["Microsoft","OpenAI"]},"status":"confirmed","term":"partnership"}',1795630363689,3,2);
INSERT INTO change VALUES(4,'f252a89c46821e7dcb54518cbd0d7324','73221712ded1ccdbeb103ac64c40795f',1,'new','article','change.microsoft~openai.new','{"after":{"stage":"agreed"},"before":null,"cause":"article","claims":[{"article":"198dd040f1afe2d990eefc0549437989","attribution":"Microsoft","claim":"dab4149d2f99d23cc109cc904a0b0a8a","modality":"confirmed","origin":"microsoft","outlet":"Silicon Dispatch","published":"2020-09-22T16:00:00Z","revision":1,"rule":"license.verb","sentence":"Microsoft said on Tuesday that it has exclusively licensed GPT-3, the large language model, from OpenAI.","title":"Microsoft licenses GPT-3 exclusively from OpenAI","type":"license","url":"http://127.0.0.1:42875/dispatch/microsoft-licenses-gpt-3"}],"fact":"73221712ded1ccdbeb103ac64c40795f","id":"f252a89c46821e7dcb54518cbd0d7324","kind":"new","origins":1,"parties":["OpenAI","Microsoft"],"recorded":"2026-11-25T18:12:46.440Z","relationship":"microsoft~openai","roles":{"licensee":["Microsoft"],"licensor":["OpenAI"]},"status":"confirmed","term":"license"}',1795630366440,4,3);
INSERT INTO change VALUES(5,'45aad7494f668c83162aaacbb6861354','e2ca51bdebd498cd2c0c5014604a90fa',2,'corroborated','article','change.microsoft~openai.corroborated','{"after":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"},"before":{"amount":{"currency":"USD","value":1000000000},"stage":"completed"},"cause":"article","claims":[{"article":"198dd040f1afe2d990eefc0549437989","claim":"2f523e2924a9b7fcf7b0f53fb8247893","modality":"confirmed","origin":"silicon dispatch","outlet":"Silicon Dispatch","published":"2020-09-22T16:00:00Z","revision":1,"rule":"investment.invest","sentence":"The agreement comes 14 months after Microsoft invested $1 billion in OpenAI and became its exclusive cloud provider.","title":"Microsoft licenses GPT-3 exclusively from OpenAI","type":"investment","url":"http://127.0.0.1:42875/dispatch/microsoft-licenses-gpt-3"},{"article":"19f8aa0917a6ee2f40cdbabf087f2c22","attribution":"Microsoft and OpenAI","claim":"af95f5f5c01ace4457df84837042b3ac","modality":"confirmed","origin":"microsoft and openai","outlet":"Meridian Wire","published":"2019-07-22T13:05:00Z","revision":1,"rule":"investment.invest","sentence":"SAN FRANCISCO - Microsoft has invested $1 billion in OpenAI, the artificial intelligence research lab, the two companies said on Monday.","title":"Microsoft invests $1 billion in OpenAI","type":"investment","url":"http://127.0.0.1:42875/meridian/microsoft-invests-in-openai"}],"fact":"e2ca51bdebd498cd2c0c5014604a90fa","id":"45aad7494f668c83162aaacbb6861354","kind":"corroborated","origins":2,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:46.440Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"confirmed","term":"investment"}',1795630366440,5,0);
INSERT INTO change VALUES(6,'9c85bac656a1b5b26eb26b7f501d0fcf','e8ae6cdb3c72a9bd25bff51479983b0d',1,'new','article','change.calyra-therapeutics~norvane-pharmaceuticals.new','{"after":{"amount":{"currency":"USD","value":120000000},"stage":"agreed"},"before":null,"cause":"article","claims":[{"article":"588bc12f77d3157ca21d5ef89eb0017e","claim":"35053faf4bcdce794bb08936e8fe2b37","modality":"confirmed","origin":"biotrade weekly","outlet":"BioTrade Weekly","published":"2022-03-14T08:30:00Z","revision":1,"rule":"license.agreement","sentence":"Norvane Pharmaceuticals has signed an exclusive license with Calyra Therapeutics for CLR-204, an experimental obesity drug, the companies announced on Monday.","title":"Norvane Pharmaceuticals licenses obesity drug from Calyra Therapeutics for $120 million upfront","type":"license","url":"http://127.0.0.1:42875/biotrade/norvane-licenses-calyra-obesity-drug"}],"fact":"e8ae6cdb3c72a9bd25bff51479983b0d","id":"9c85bac656a1b5b26eb26b7f501d0fcf","kind":"new","origins":1,"parties":["Calyra Therapeutics","Norvane Pharmaceuticals"],"recorded":"2026-11-25T18:12:46.440Z","relationship":"calyra-therapeutics~norvane-pharmaceuticals","roles":{"licensee":["Norvane Pharmaceuticals"],"licensor":["Calyra Therapeutics"]},"status":"confirmed","term":"license"}',1795630366440,6,0);
INSERT INTO change VALUES(7,'7ebfb802da0d7bcee7c036e35885c720','1d4ca4e1f4c659105249703acfca34ee',1,'new','article','change.microsoft~openai.new','{"after":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"},"before":null,"cause":"article","claims":[{"article":"761a7bc897cfe0629599b6c8f83ca5bf","attribution":"Semafor","claim":"b7a8b6e975625c956326baf5bbb4954f","modality":"planned","origin":"semafor","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"investment.invest","sentence":"Microsoft is in talks to invest $10 billion in OpenAI, the maker of ChatGPT, Semafor reported, citing people familiar with the matter.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"investment","url":"http://127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai"}],"fact":"1d4ca4e1f4c659105249703acfca34ee","id":"7ebfb802da0d7bcee7c036e35885c720","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:46.499Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"rumoured","term":"investment"}',1795630366499,7,4);
INSERT INTO change VALUES(8,'5e17fb84a415985ac06036ab319ad41e','07fe6e91001f0dc30e5f1ce18ba315e1',1,'new','article','change.openai.new','{"after":{"amount":{"currency":"USD","value":29000000000},"stage":"current"},"before":null,"cause":"article","claims":[{"article":"761a7bc897cfe0629599b6c8f83ca5bf","attribution":"Semafor","claim":"d4b10821d4c8636c8e09bc75c1dfbcf6","modality":"planned","origin":"semafor","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"valuation.value","sentence":"The funding, which would include other investors, would value OpenAI at $29 billion, according to Semafor.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"valuation","url":"http://127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai"}],"fact":"07fe6e91001f0dc30e5f1ce18ba315e1","id":"5e17fb84a415985ac06036ab319ad41e","kind":"new","origins":1,"parties":["OpenAI"],"recorded":"2026-11-25T18:12:46.499Z","relationship":"openai","roles":{"company":["OpenAI"]},"status":"rumoured","term":"valuation"}',1795630366499,8,0);
INSERT INTO change VALUES(9,'11f5c48a39a07e73635c07d1e4c171f9','15541251abdebeef3512de69c4a27ad8',1,'new','article','change.microsoft~openai.new','{"after":{"stage":"held"},"before":null,"cause":"article","claims":[{"article":"761a7bc897cfe0629599b6c8f83ca5bf","claim":"00470dd5c6909bf3a221cab7e1a424a4","modality":"planned","origin":"silicon dispatch","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"stake.noun","sentence":"Afterwards it would hold a minority stake.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"stake","url":"http://127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai"}],"fact":"15541251abdebeef3512de69c4a27ad8","id":"11f5c48a39a07e73635c07d1e4c171f9","kind":"new","origins":1,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:46.499Z","relationship":"microsoft~openai","roles":{"company":["OpenAI"],"holder":["Microsoft"]},"status":"rumoured","term":"stake"}',1795630366499,9,7);
INSERT INTO change VALUES(10,'88874c0374514ad354747b11cd98ded4','1d4ca4e1f4c659105249703acfca34ee',2,'corroborated','article','change.microsoft~openai.corroborated','{"after":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"},"before":{"amount":{"currency":"USD","value":10000000000},"stage":"announced"},"cause":"article","claims":[{"article":"ed57c28f311c47565f5bdd33f200608b","attribution":"Bloomberg","claim":"ebed40a3b47202d00dbd959a786406bd","modality":"reported","origin":"bloomberg","outlet":"Meridian Wire","published":"2023-01-23T14:20:00Z","revision":1,"rule":"investment.invest","sentence":"Microsoft is investing $10 billion in OpenAI, Bloomberg reported on Monday, citing a person familiar with the matter.","title":"Microsoft makes multibillion-dollar investment in OpenAI","type":"investment","url":"http://127.0.0.1:42875/meridian/microsoft-and-openai-extend-partnership"},{"article":"761a7bc897cfe0629599b6c8f83ca5bf","attribution":"Semafor","claim":"b7a8b6e975625c956326baf5bbb4954f","modality":"planned","origin":"semafor","outlet":"Silicon Dispatch","published":"2023-01-10T09:15:00Z","revision":1,"rule":"investment.invest","sentence":"Microsoft is in talks to invest $10 billion in OpenAI, the maker of ChatGPT, Semafor reported, citing people familiar with the matter.","title":"Microsoft is in talks to invest $10 billion in OpenAI, Semafor reports","type":"investment","url":"http://127.0.0.1:42875/dispatch/microsoft-in-talks-over-openai"}],"fact":"1d4ca4e1f4c659105249703acfca34ee","id":"88874c0374514ad354747b11cd98ded4","kind":"corroborated","origins":2,"parties":["Microsoft","OpenAI"],"recorded":"2026-11-25T18:12:46.517Z","relationship":"microsoft~openai","roles":{"investee":["OpenAI"],"investor":["Microsoft"]},"status":"reported","term":"investment"}',1795630366517,10,5);
CREATE TABLE article_sketch (
  seq INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  sketch BLOB NOT NULL
);
INSERT INTO article_sketch VALUES(1,'19f8aa0917a6ee2f40cdbabf087f2c22',X'5be28601f9c21c036900ad04e04c5805d29bbc09ba84cd091833560bb93aa70ce9fd7d0dd09ee60ecb34010fce0c3e0fa800c60f18415b10c95d5313cf61eb16ed6dcc196065bc1a2896091bbcbdb21be8e7661c616da31c691b4b1dc09a7d1d2b4db61d093fc821d4e4f721e29e6c223da6fd24c77a052570129027252914286ded44282216de288d3a6829d8d9c42992a6f52929fa952a8091fb2be685d22cd5d9de304358ff3330ba2734558cf8382f1a7d3c984598491e255e4ba137e04b3809f64c16173f4e42cea64f308eef50fac04d51d0883452a5a6b65431d1d65444ba5a558633e6580153655ad8a8265cb79a3e5c0420a25d62889c650dc3116a');
INSERT INTO article_sketch VALUES(2,'198dd040f1afe2d990eefc0549437989',X'64279401171cc604e667f9044c202a065294640c6f637a0d0f0fa61254749d146658c715b70b1017a83a8d18fe6e1619248b9019fb69851e60edb11f67a2f61fa8ecb8231cffae246c45182550ee0f26ddb22528bcc9cb28abfc1629465c2a2d860ec12d6be1f02f6683f12ff0f03234dca1fd376ae5063a34208f3d27ef923d13bafd3d57136c3e83e3a83ebafaed401e0d5042ba3b794366fc7445fec6cd45a89d4249fe4c9f4b3234d54bc1234f4da9a68a4fff608052ef510e5337d54e5397b92a5449ad4a573275e558bd3ed95af9436e5df687c15e67efec6072307d62b012be626ad2616320125667e1c9a66bf3b6876e8aac936f29363f70aa8d7a72');
INSERT INTO article_sketch VALUES(3,'588bc12f77d3157ca21d5ef89eb0017e',X'773cf305d02d47062c18e90655d92a0812c16a0849930a0959a91f0bc548020d6660600d1074de123103ec128650a613bcc3b81507e2011701786d1895846919f6557219fa4a7e1aa90d8a1ca173401d928e401e2c28661e2b7103209a5b80200fd0ac20cddd47233f134c237d75422424522f25b602a5298f60c4295f0b2b2ac6c9cd2c96b73f2eef71c62fd29e1c308e3bc731b136a732b2764533b1ead83632e42d37ef4f023b6b66e13b4716973e9f836a3fbba41a40fcfe6443010e0b45a7a65646646842473df45447d17b94489d76aa4bf736514f630d7f57f4fbb45849152c59cd917c590153655ab10b775a6ef6d9610cfe9062fb1da36356a2fe65');
INSERT INTO article_sketch VALUES(4,'761a7bc897cfe0629599b6c8f83ca5bf',X'cdceb100501f96020b9296036fdcec03704eaa0499932c05975c9808d4d3aa080091e70a7d31830c1baccc0d297b470f8646f31375ee58142f1cf3152780ad164e8b4f17b936091a5bc2161ab847a81b7c5f811e5c271223bfd4d82912b7702c7ef1662e9b0b5c2fea08bf30507397313ea47032061d4e33e35bc533acc29034ccce7f35d29c9235eb79d73664406437644e0c39155bd33b9fb4dd3f4a3d9d41a16a454455f59b455d51c3454ab3de45b5fca348723ccd4bd508774d46286150fe0d05511c69cb531d20926445953565567827675d85e36731e02968838986688bc4c468596b306c4b5ab26c8aac936f5023677074a786724732c872561a0c74');
INSERT INTO article_sketch VALUES(5,'ed57c28f311c47565f5bdd33f200608b',X'065255024e4516032fd727046812b9076e737e081b29b5088488120dbb43650e6062b70e644b33123d1c0d157bbb6f15c7418e1559909a15e7710017ac931318c1d1471cb44ede21160552227846cc232ed102244b348c256736d2257e4b65265ca3ff26fbbcab272216de28dd81182b9e0b4a2d1a0d0e2f089b4433a8f2e933c55b57395678783f238c0b4262172f42212de8429ddb524748a5a149cd499c4bc089d64cedabed4d1386554efc92e24fa36ad051d66b6d54b554bf55bf931356da96065776b56b582423f8580153655a9776a45c7a6d2b60dd440062538051629fe27c65802860667fef3769c1f63b6c520c0c6e185f9b6e8aac936fd8b86f71');
CREATE TABLE article_root (
  row INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  root TEXT NOT NULL,
  outlet TEXT NOT NULL                     -- source key of the root's outlet
);
CREATE TABLE slot (
  id TEXT PRIMARY KEY,
  relationship TEXT NOT NULL,
  term TEXT NOT NULL,
  roles TEXT NOT NULL                      -- JSON: role -> names
) WITHOUT ROWID;
INSERT INTO slot VALUES('00006161b679c2207e032b34c7d932e7','Microsoft|OpenAI','license','{"licensee":["Microsoft"],"licensor":["OpenAI"]}');
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
INSERT INTO telling VALUES('00006161b679c2207e032b34c7d932e7','dab4149d2f99d23cc109cc904a0b0a8a',1795630366440,1795630369532);
INSERT INTO telling VALUES('00006161b679c2207e032b34c7d932e7','dab4149d2f99d23cc109cc904a0b0a8a',1795630369532,0);
INSERT INTO telling VALUES('2e532a890c0b3056856d83aa88de19ce','35053faf4bcdce794bb08936e8fe2b37',1795630366440,0);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','0d982cf600c4165cef1e878ea1aebc1d',1795630363689,1795630369532);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','0d982cf600c4165cef1e878ea1aebc1d',1795630369532,0);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','dde3d0e258a83597acd73877ff70eacc',1795630366517,1795630369532);
INSERT INTO telling VALUES('441f4483989e92db68268340f6f5f126','dde3d0e258a83597acd73877ff70eacc',1795630369532,0);
INSERT INTO telling VALUES('645acb12f5ca95361491acacecfd724e','d4b10821d4c8636c8e09bc75c1dfbcf6',1795630366499,1795630369532);
INSERT INTO telling VALUES('645acb12f5ca95361491acacecfd724e','d4b10821d4c8636c8e09bc75c1dfbcf6',1795630369532,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','2f523e2924a9b7fcf7b0f53fb8247893',1795630366440,1795630369532);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','2f523e2924a9b7fcf7b0f53fb8247893',1795630369532,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','ac59099a06e55a292f0dd951c11ac206',1795630366517,1795630369532);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','ac59099a06e55a292f0dd951c11ac206',1795630369532,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','af95f5f5c01ace4457df84837042b3ac',1795630363689,1795630369532);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','af95f5f5c01ace4457df84837042b3ac',1795630369532,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','b7a8b6e975625c956326baf5bbb4954f',1795630366499,1795630369532);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','b7a8b6e975625c956326baf5bbb4954f',1795630369532,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','d06685b17b11d30ccfc1409e4fd732ce',1795630366499,1795630369532);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','d06685b17b11d30ccfc1409e4fd732ce',1795630369532,0);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','ebed40a3b47202d00dbd959a786406bd',1795630366517,1795630369532);
INSERT INTO telling VALUES('a4227190e0721efab7f0503ef497a98a','ebed40a3b47202d00dbd959a786406bd',1795630369532,0);
INSERT INTO telling VALUES('bc915c06dc68d07b97eac39b5c1c28b6','00470dd5c6909bf3a221cab7e1a424a4',1795630366499,1795630369532);
INSERT INTO telling VALUES('bc915c06dc68d07b97eac39b5c1c28b6','00470dd5c6909bf3a221cab7e1a424a4',1795630369532,0);
INSERT INTO telling VALUES('f5bd0933859d35d7ab832130481a894a','b9bdc1f3f2b660d9295e91ca4e694812',1795630363689,1795630369532);
INSERT INTO telling VALUES('f5bd0933859d35d7ab832130481a894a','b9bdc1f3f2b660d9295e91ca4e694812',1795630369532,0);
CREATE TABLE backing (
  fact TEXT NOT NULL REFERENCES fact,
  claim TEXT NOT NULL REFERENCES claim,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0, told TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (fact, claim, since)
) WITHOUT ROWID;
INSERT INTO backing VALUES('07fe6e91001f0dc30e5f1ce18ba315e1','d4b10821d4c8636c8e09bc75c1dfbcf6',1795630366499,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('15541251abdebeef3512de69c4a27ad8','00470dd5c6909bf3a221cab7e1a424a4',1795630366499,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('1d4ca4e1f4c659105249703acfca34ee','b7a8b6e975625c956326baf5bbb4954f',1795630366499,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('1d4ca4e1f4c659105249703acfca34ee','ebed40a3b47202d00dbd959a786406bd',1795630366517,0,'2023-01-23T14:20:00Z');
INSERT INTO backing VALUES('48f1b16b459764b00cd879b6788af70b','0d982cf600c4165cef1e878ea1aebc1d',1795630363689,0,'2019-07-22T13:05:00Z');
INSERT INTO backing VALUES('48f1b16b459764b00cd879b6788af70b','dde3d0e258a83597acd73877ff70eacc',1795630366517,0,'2023-01-23T14:20:00Z');
INSERT INTO backing VALUES('73221712ded1ccdbeb103ac64c40795f','dab4149d2f99d23cc109cc904a0b0a8a',1795630366440,0,'2020-09-22T16:00:00Z');
INSERT INTO backing VALUES('73ddbec91770cc8012b6b10e707f67b0','b9bdc1f3f2b660d9295e91ca4e694812',1795630363689,0,'2019-07-22T13:05:00Z');
INSERT INTO backing VALUES('e2ca51bdebd498cd2c0c5014604a90fa','2f523e2924a9b7fcf7b0f53fb8247893',1795630366440,0,'2020-09-22T16:00:00Z');
INSERT INTO backing VALUES('e2ca51bdebd498cd2c0c5014604a90fa','ac59099a06e55a292f0dd951c11ac206',1795630366517,0,'2023-01-23T14:20:00Z');
INSERT INTO backing VALUES('e2ca51bdebd498cd2c0c5014604a90fa','af95f5f5c01ace4457df84837042b3ac',1795630363689,0,'2019-07-22T13:05:00Z');
INSERT INTO backing VALUES('e2ca51bdebd498cd2c0c5014604a90fa','d06685b17b11d30ccfc1409e4fd732ce',1795630366499,0,'2023-01-10T09:15:00Z');
INSERT INTO backing VALUES('e8ae6cdb3c72a9bd25bff51479983b0d','35053faf4bcdce794bb08936e8fe2b37',1795630366440,0,'2022-03-14T08:30:00Z');
CREATE TABLE entity (
  key TEXT PRIMARY KEY,                    -- the name in lower case
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  recorded INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO entity VALUES('calyra therapeutics','7a941b0d60e4','Calyra Therapeutics',1795630366440);
INSERT INTO entity VALUES('microsoft','5eb073c93bda','Microsoft',1795630363689);
INSERT INTO entity VALUES('norvane pharmaceuticals','2a0c8ab4f645','Norvane Pharmaceuticals',1795630366440);
INSERT INTO entity VALUES('openai','eb7583f98a09','OpenAI',1795630363689);
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
INSERT INTO judgement VALUES(1,'merge','OpenAI','Open AI','','one company',1795630369532,0);
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
COMMIT;
PRAGMA user_version=3;
