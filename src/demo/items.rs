//! The sixty items of the sample shop (示例商品). All names, makers and suppliers are invented.

use super::assortment::Season;

/// An item as its owner would describe it. Money in fen.
#[derive(Debug)]
pub struct Spec {
    pub code: &'static str,
    pub title: &'static str,
    /// Short name for the owner's own product sheet.
    pub name: &'static str,
    /// `女装>大衣`
    pub category: &'static str,
    pub season: Season,
    pub price: i64,
    pub cost: i64,
    /// Added to the price for each larger size.
    pub size_step: i64,
    pub weight_g: i64,
    pub colours: &'static [&'static str],
    pub sizes: &'static [&'static str],
    pub supplier: &'static str,
    /// How much buyers like it before chance has its say.
    pub charm: f64,
    /// Month of the records in which it was listed; negative when it was before.
    pub born_month: i8,
    /// It began to fade this many months before the end.
    pub fades_month: Option<u8>,
    /// Its last colour has no cost on the owner's sheet.
    pub cost_missing: bool,
    /// What buyers often take with it, and how often in a hundred orders of it.
    pub goes_with: &'static [(&'static str, u32)],
}

const CLOTHES: &[&str] = &["S", "M", "L", "XL"];
const SML: &[&str] = &["S", "M", "L"];
const SM: &[&str] = &["S", "M"];
const ML: &[&str] = &["M", "L"];
const MLX: &[&str] = &["M", "L", "XL"];
const WAIST: &[&str] = &["26", "27", "28", "29"];
const FREE: &[&str] = &["均码"];
const NONE: &[&str] = &[""];

const WOOL: &str = "锦穗毛呢工坊（示例）";
const DOWN: &str = "北絮羽绒制品厂（示例）";
const KNIT: &str = "线语针织厂（示例）";
const WOVEN: &str = "麦垄服饰加工厂（示例）";
const COTTON: &str = "棉里纺织（示例）";
const HOME: &str = "半亩家居制品（示例）";
const POTTERY: &str = "窑青陶瓷（示例）";
const SMALL: &str = "拾件小物供应链（示例）";

/// An ordinary item: on sale since before the records begin, with every cost known.
const fn item(
    code: &'static str,
    names: (&'static str, &'static str),
    category: &'static str,
    season: Season,
    money: (i64, i64, i64),
    weight_g: i64,
) -> Spec {
    Spec {
        code,
        title: names.1,
        name: names.0,
        category,
        season,
        price: money.0,
        cost: money.1,
        size_step: money.2,
        weight_g,
        colours: NONE,
        sizes: NONE,
        supplier: SMALL,
        charm: 1.0,
        born_month: -8,
        fades_month: None,
        cost_missing: false,
        goes_with: &[],
    }
}

impl Spec {
    const fn kinds(mut self, colours: &'static [&'static str], sizes: &'static [&'static str]) -> Self {
        self.colours = colours;
        self.sizes = sizes;
        self
    }

    const fn by(mut self, supplier: &'static str, charm: f64) -> Self {
        self.supplier = supplier;
        self.charm = charm;
        self
    }

    const fn born(mut self, month: i8) -> Self {
        self.born_month = month;
        self
    }

    const fn fades(mut self, months_before_end: u8) -> Self {
        self.fades_month = Some(months_before_end);
        self
    }

    const fn some_costs_unknown(mut self) -> Self {
        self.cost_missing = true;
        self
    }

    const fn with(mut self, goes_with: &'static [(&'static str, u32)]) -> Self {
        self.goes_with = goes_with;
        self
    }

    /// Whether it is for the home rather than to wear.
    pub fn is_home(&self) -> bool {
        self.category.starts_with("床品") || self.category.starts_with("家居")
    }
}

use Season::{Between, Coat, CoolHome, Down as DownSeason, Dress, Gift, Knit, Steady, Summer, Sun, WarmHome};

#[rustfmt::skip]
pub const ITEMS: [Spec; 60] = [
    // 女装
    item("WA01", ("双面呢大衣", "栗屿双面羊毛呢大衣女中长款宽松秋冬新款"), "女装>大衣", Coat, (69900, 31200, 0), 1450)
        .kinds(&["燕麦色", "焦糖色", "深灰"], SML).by(WOOL, 2.2).with(&[("AC01", 14), ("WA07", 9)]),
    item("WA02", ("牛角扣大衣", "栗屿学院风牛角扣呢子大衣女短款加厚"), "女装>大衣", Coat, (49900, 22800, 0), 1280)
        .kinds(&["藏青", "驼色"], SML).by(WOOL, 1.0).fades(9).with(&[("AC02", 10)]),
    item("WA03", ("轻薄羽绒服", "栗屿短款轻薄羽绒服女立领可收纳"), "女装>羽绒服", DownSeason, (39900, 16900, 0), 520)
        .kinds(&["奶白", "雾蓝", "黑色"], SML).by(DOWN, 2.0).with(&[("AC02", 8)]),
    item("WA04", ("长款羽绒服", "栗屿加厚长款羽绒服女过膝保暖连帽"), "女装>羽绒服", DownSeason, (75900, 36800, 0), 1350)
        .kinds(&["黑色", "卡其"], SML).by(DOWN, 1.3).with(&[("AC01", 12)]),
    item("WA05", ("圆领针织衫", "栗屿慵懒风圆领针织衫女宽松套头毛衣"), "女装>针织衫", Knit, (15900, 5400, 0), 380)
        .kinds(&["米白", "豆沙粉", "雾霾蓝", "黑色"], SM).by(KNIT, 2.4).with(&[("WA13", 10), ("WA17", 8)]),
    item("WA06", ("高领打底衫", "栗屿半高领羊毛混纺打底衫女内搭"), "女装>针织衫", Knit, (12900, 4300, 0), 260)
        .kinds(&["黑色", "白色", "驼色", "酒红"], SM).by(KNIT, 2.0).with(&[("WA01", 8), ("WA13", 6)]),
    item("WA07", ("针织开衫", "栗屿麻花针织开衫女V领外搭"), "女装>针织衫", Knit, (18900, 6900, 0), 430)
        .kinds(&["燕麦色", "浅绿", "灰色"], SM).by(KNIT, 1.4).with(&[("WA08", 9)]),
    item("WA08", ("碎花茶歇裙", "栗屿法式碎花茶歇连衣裙女收腰中长裙"), "女装>连衣裙", Dress, (21900, 7600, 0), 320)
        .kinds(&["杏底红花", "蓝底白花"], SML).by(WOVEN, 1.9).with(&[("AC03", 8), ("AC06", 7)]),
    item("WA09", ("衬衫裙", "栗屿条纹衬衫连衣裙女通勤系带"), "女装>连衣裙", Dress, (23900, 8400, 0), 360)
        .kinds(&["蓝白条", "米白"], SML).by(WOVEN, 1.0),
    item("WA10", ("针织长裙", "栗屿修身针织连衣裙女秋冬内搭长裙"), "女装>连衣裙", Knit, (25900, 9600, 0), 480)
        .kinds(&["黑色", "燕麦色"], ML).by(KNIT, 0.9).born(10).with(&[("WA01", 11)]),
    item("WA11", ("重磅T恤", "栗屿260克重磅纯棉短袖T恤女宽松"), "女装>T恤", Summer, (8900, 2600, 0), 240)
        .kinds(&["白色", "黑色", "雾蓝", "抹茶"], SML).by(COTTON, 2.6).with(&[("WA17", 12), ("WA18", 9)]),
    item("WA12", ("短款T恤", "栗屿短款修身T恤女螺纹夏季"), "女装>T恤", Summer, (6900, 1900, 0), 170)
        .kinds(&["白色", "粉色", "灰色"], SM).by(COTTON, 1.2).fades(6),
    item("WA13", ("百褶裙", "栗屿高腰百褶半身裙女中长款垂感"), "女装>半身裙", Between, (13900, 4700, 0), 310)
        .kinds(&["黑色", "灰色"], SML).by(WOVEN, 1.2).with(&[("WA06", 10)]),
    item("WA14", ("亚麻衬衫", "栗屿亚麻衬衫女宽松防晒外搭薄款"), "女装>衬衫", Dress, (16900, 5900, 0), 210)
        .kinds(&["白色", "浅蓝", "卡其"], SM).by(WOVEN, 1.1).born(5).with(&[("WA17", 10)]),
    item("WA15", ("牛津纺衬衫", "栗屿牛津纺衬衫女通勤长袖叠穿"), "女装>衬衫", Between, (14900, 5200, 0), 260)
        .kinds(&["白色", "浅蓝"], SML).by(WOVEN, 1.0),
    item("WA16", ("伞裙", "栗屿高腰伞裙女气质A字长裙"), "女装>半身裙", Dress, (15900, 5600, 0), 330)
        .kinds(&["黑色", "墨绿"], SM).by(WOVEN, 0.5).fades(12),
    item("WA17", ("阔腿裤", "栗屿高腰垂感阔腿裤女春秋拖地"), "女装>裤子", Between, (12900, 4400, 0), 390)
        .kinds(&["黑色", "灰色", "咖色"], SML).by(WOVEN, 1.9).with(&[("WA11", 11), ("WA05", 8)]),
    item("WA18", ("直筒牛仔裤", "栗屿高腰直筒牛仔裤女显瘦九分"), "女装>裤子", Between, (15900, 5800, 0), 560)
        .kinds(&["浅蓝", "深蓝"], WAIST).by(WOVEN, 1.5).with(&[("WA11", 9)]),
    item("WA19", ("防晒衣", "栗屿冰感轻薄防晒衣女UPF50+连帽"), "女装>防晒衣", Sun, (11900, 3800, 0), 190)
        .kinds(&["冰川蓝", "云白", "浅粉", "淡紫"], ML).by(WOVEN, 2.3).with(&[("AC03", 13), ("AC04", 12), ("AC07", 8)]),
    item("WA20", ("防晒披肩", "栗屿真丝感防晒披肩女夏季薄款"), "女装>防晒衣", Sun, (5900, 1500, 0), 110)
        .kinds(&["米白", "浅灰", "粉色"], FREE).by(SMALL, 0.8).born(17),
    // 男装
    item("MA01", ("圆领卫衣", "栗屿男士圆领卫衣纯棉毛圈宽松"), "男装>卫衣", Between, (13900, 4900, 0), 520)
        .kinds(&["灰色", "藏青", "米白"], MLX).by(COTTON, 1.4).with(&[("MA04", 9)]),
    item("MA02", ("工装夹克", "栗屿男士工装夹克春秋立领外套"), "男装>夹克", Between, (22900, 9200, 0), 780)
        .kinds(&["卡其", "军绿"], MLX).by(WOVEN, 0.8),
    item("MA03", ("Polo衫", "栗屿男士短袖Polo衫珠地棉商务休闲"), "男装>T恤", Summer, (9900, 3200, 0), 260)
        .kinds(&["白色", "藏青", "墨绿"], MLX).by(COTTON, 1.3).with(&[("MA04", 12)]),
    item("MA04", ("休闲长裤", "栗屿男士直筒休闲裤弹力通勤"), "男装>裤子", Steady, (14900, 5500, 0), 520)
        .kinds(&["黑色", "卡其"], CLOTHES).by(WOVEN, 1.1).with(&[("MA03", 8), ("MA01", 7)]),
    item("MA05", ("羽绒马甲", "栗屿男士羽绒马甲轻薄立领背心"), "男装>羽绒服", DownSeason, (25900, 10900, 0), 420)
        .kinds(&["黑色", "藏青"], MLX).by(DOWN, 0.8).born(11),
    item("MA06", ("速干T恤", "栗屿男士速干短袖T恤运动透气"), "男装>T恤", Summer, (5900, 1700, 0), 160)
        .kinds(&["白色", "黑色", "浅灰"], MLX).by(COTTON, 1.2).some_costs_unknown(),
    // 家居服
    item("LW01", ("纯棉睡衣套装", "栗屿纯棉睡衣女春秋长袖套装家居服"), "家居服>睡衣", Steady, (13900, 4600, 0), 480)
        .kinds(&["粉格", "蓝格", "米白"], MLX).by(COTTON, 1.7).with(&[("LW05", 14)]),
    item("LW02", ("法兰绒睡衣", "栗屿法兰绒睡衣女冬季加厚珊瑚绒套装"), "家居服>睡衣", DownSeason, (15900, 5400, 0), 720)
        .kinds(&["奶咖", "灰粉"], MLX).by(COTTON, 1.3).with(&[("LW05", 18)]),
    item("LW03", ("冰丝睡裙", "栗屿冰丝睡裙女夏季薄款吊带"), "家居服>睡衣", Summer, (7900, 2300, 0), 190)
        .kinds(&["香槟", "雾蓝"], ML).by(COTTON, 0.9),
    item("LW04", ("棉袜五双装", "栗屿纯棉中筒袜女五双装春秋"), "家居服>袜子", Steady, (3900, 1150, 0), 180)
        .kinds(&["莫兰迪色", "黑白灰", "奶油色"], FREE).by(SMALL, 1.8).with(&[("LW01", 4)]),
    item("LW05", ("毛绒拖鞋", "栗屿毛绒拖鞋室内防滑厚底居家"), "家居服>拖鞋", DownSeason, (4900, 1500, 0), 420)
        .kinds(&["米色", "灰色", "粉色"], &["36-37", "38-39"]).by(SMALL, 1.2),
    item("LW06", ("凉拖鞋", "栗屿浴室凉拖鞋防滑软底踩屎感"), "家居服>拖鞋", Summer, (2900, 800, 0), 320)
        .kinds(&["白色", "浅绿"], &["36-37", "38-39"]).by(SMALL, 0.9),
    // 配饰
    item("AC01", ("羊毛围巾", "栗屿纯色羊毛围巾女秋冬加厚披肩"), "配饰>围巾", Coat, (12900, 4800, 0), 260)
        .kinds(&["驼色", "灰格", "酒红"], NONE).by(WOOL, 1.3).with(&[("AC02", 12)]),
    item("AC02", ("毛线帽", "栗屿粗针毛线帽女冬季保暖"), "配饰>帽子", DownSeason, (4900, 1350, 0), 110)
        .kinds(&["米白", "黑色", "焦糖"], NONE).by(KNIT, 1.0).with(&[("AC01", 14)]),
    item("AC03", ("遮阳帽", "栗屿大檐遮阳帽女可折叠防晒"), "配饰>帽子", Sun, (6900, 1900, 0), 150)
        .kinds(&["米色", "黑色", "浅粉"], NONE).by(SMALL, 1.2).with(&[("AC04", 10)]),
    item("AC04", ("冰袖", "栗屿防晒冰袖袖套女夏季"), "配饰>防晒", Sun, (1990, 480, 0), 50)
        .kinds(&["白色", "灰色"], NONE).by(SMALL, 1.1),
    item("AC05", ("帆布包", "栗屿大容量帆布包通勤单肩手提"), "配饰>包", Steady, (5900, 1800, 0), 360)
        .kinds(&["米白", "黑色", "墨绿"], NONE).by(SMALL, 1.0),
    item("AC06", ("腋下包", "栗屿法式腋下包女软皮单肩"), "配饰>包", Dress, (12900, 4600, 0), 480)
        .kinds(&["奶白", "棕色"], NONE).by(SMALL, 0.7).some_costs_unknown(),
    item("AC07", ("晴雨伞", "栗屿黑胶晴雨两用伞防晒折叠"), "配饰>防晒", Sun, (5900, 2100, 0), 340)
        .kinds(&["雾蓝", "浅杏"], NONE).by(SMALL, 0.9),
    item("AC08", ("发圈礼盒", "栗屿大肠发圈礼盒十二件套"), "配饰>发饰", Gift, (3900, 980, 0), 120)
        .kinds(&["混色"], NONE).by(SMALL, 0.7),
    // 床品
    item("BD01", ("水洗棉四件套", "栗屿全棉水洗棉四件套床单被套"), "床品>套件", Steady, (29900, 12800, 4000), 2300)
        .kinds(&["燕麦色", "灰绿", "浅粉"], &["1.5米床", "1.8米床"]).by(COTTON, 1.8).with(&[("BD05", 16), ("BD06", 8)]),
    item("BD02", ("冬被", "栗屿大豆纤维冬被加厚保暖被芯"), "床品>被子", WarmHome, (25900, 10900, 4000), 3100)
        .kinds(&["白色"], &["150x200", "180x220", "200x230"]).by(COTTON, 1.3).with(&[("BD01", 14)]),
    item("BD03", ("夏凉被", "栗屿水洗夏凉被空调被薄款"), "床品>被子", CoolHome, (13900, 5200, 2000), 1300)
        .kinds(&["浅灰", "豆绿"], &["150x200", "180x220"]).by(COTTON, 1.2).with(&[("BD04", 10)]),
    item("BD04", ("乳胶凉席", "栗屿乳胶凉席三件套可水洗"), "床品>凉席", CoolHome, (19900, 8200, 3000), 2100)
        .kinds(&["浅蓝"], &["1.2米床", "1.5米床", "1.8米床"]).by(HOME, 1.0),
    item("BD05", ("抗菌枕头", "栗屿羽丝绒抗菌枕头一只装"), "床品>枕头", Steady, (6900, 2400, 1000), 900)
        .kinds(&["白色"], &["低枕", "高枕"]).by(COTTON, 1.2),
    item("BD06", ("牛奶绒毛毯", "栗屿牛奶绒毛毯加厚盖毯"), "床品>毛毯", WarmHome, (11900, 4200, 0), 1500)
        .kinds(&["奶咖", "灰蓝", "粉色"], NONE).by(COTTON, 1.1).with(&[("LW05", 10)]),
    // 家居
    item("HM01", ("折叠收纳箱", "栗屿布艺折叠收纳箱带盖大号"), "家居>收纳", Between, (4900, 1700, 1000), 1100)
        .kinds(&["米白", "灰色"], &["小号", "中号", "大号"]).by(HOME, 1.4).with(&[("HM02", 12), ("HM03", 9)]),
    item("HM02", ("真空压缩袋", "栗屿真空压缩袋衣物棉被免抽气"), "家居>收纳", Between, (2990, 850, 900), 360)
        .kinds(&["透明"], &["6件套", "8件套", "10件套"]).by(HOME, 1.2),
    item("HM03", ("无痕衣架", "栗屿无痕植绒衣架十支装"), "家居>收纳", Steady, (2590, 820, 0), 620)
        .kinds(&["灰色", "米色"], NONE).by(HOME, 1.1),
    item("HM04", ("陶瓷餐盘", "栗屿釉下彩陶瓷餐盘家用"), "家居>餐具", Gift, (3990, 1400, 1200), 780)
        .kinds(&["青釉", "米白"], &["8寸", "10寸"]).by(POTTERY, 0.9).with(&[("HM05", 12), ("HM07", 10)]),
    item("HM05", ("玻璃水杯", "栗屿竖纹玻璃杯耐热两只装"), "家居>杯具", Steady, (3590, 1100, 0), 620)
        .kinds(&["透明", "茶色"], NONE).by(POTTERY, 0.9).with(&[("HM07", 14)]),
    item("HM06", ("保温杯", "栗屿316不锈钢保温杯大容量"), "家居>杯具", WarmHome, (8900, 3300, 1000), 420)
        .kinds(&["奶白", "墨绿", "雾蓝"], &["350毫升", "500毫升"]).by(HOME, 1.4),
    item("HM07", ("隔热垫", "栗屿原木隔热垫餐桌垫两片"), "家居>餐具", Steady, (1990, 560, 0), 240)
        .kinds(&["原木", "胡桃"], NONE).by(HOME, 0.6),
    item("HM08", ("香薰蜡烛", "栗屿大豆蜡香薰蜡烛礼盒"), "家居>香薰", Gift, (7900, 2500, 0), 450)
        .kinds(&["白茶", "桂花", "雪松"], NONE).by(SMALL, 0.9).born(14),
    item("HM09", ("落地灯", "栗屿日式落地灯卧室氛围"), "家居>灯具", Steady, (19900, 8600, 0), 2600)
        .kinds(&["原木", "黑色"], NONE).by(HOME, 0.5).fades(8),
    item("HM10", ("长绒棉浴巾", "栗屿长绒棉浴巾加厚吸水"), "家居>毛巾", Steady, (5900, 2100, 0), 460)
        .kinds(&["白色", "灰蓝", "杏色"], NONE).by(COTTON, 1.1).with(&[("LW06", 6)]),
    item("HM11", ("硅藻泥地垫", "栗屿软硅藻泥地垫浴室吸水速干"), "家居>地垫", Steady, (3990, 1300, 1500), 980)
        .kinds(&["灰色", "米色"], &["40x60", "50x80"]).by(HOME, 1.0).with(&[("HM10", 8)]),
    item("HM12", ("遮光窗帘", "栗屿亚麻感遮光窗帘一片"), "家居>窗帘", Steady, (9900, 4100, 4000), 1700)
        .kinds(&["米灰", "雾蓝"], &["2米宽", "3米宽"]).by(COTTON, 0.8),
    item("HM13", ("亚麻桌布", "栗屿棉麻桌布餐桌布茶几布"), "家居>桌布", Gift, (5900, 2000, 0), 380)
        .kinds(&["格纹", "纯色"], NONE).by(COTTON, 0.6).born(20),
    item("HM14", ("懒人沙发", "栗屿懒人沙发豆袋单人卧室"), "家居>家具", Steady, (26900, 11800, 0), 4200)
        .kinds(&["浅灰", "焦糖"], NONE).by(HOME, 0.6).born(21),
];
