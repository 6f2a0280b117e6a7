//! The sample shop as export files (示例导出): a folder such as an owner would have after a round through the platforms' back offices.

use std::path::{Path, PathBuf};

use super::deal::Deal;
use super::files::own::ParcelSums;
use super::files::{self, OrderFile, own, purchase, sycm, taobao};
use super::row;
use super::sheet::{Encoding, Put, Shape, Sheet};
use super::shops::{SHOPS, Shelf, Shop};
use super::traffic::Traffic;
use super::{Demo, DemoError, DemoOptions, Progress, Result, purchases};
use crate::domain::platform::Platform;
use crate::locale::Said;

/// From this many orders on, workbooks of orders become csv: a workbook is built in memory.
const TOO_MANY_FOR_A_WORKBOOK: u64 = 60_000;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    pub path: PathBuf,
    /// Rows in it, headers and notes among them.
    pub rows: u64,
    /// What it holds, for the user.
    pub about: Said,
}

/// Writes the exports of all shops into a folder, which is made if need be. `progress` is told the orders done and says whether to
/// go on. Files of the same names are overwritten.
pub fn write_exports(
    dir: &Path,
    options: &DemoOptions,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<ExportFile>> {
    std::fs::create_dir_all(dir).map_err(|e| DemoError::file(dir, &e))?;
    let demo = Demo::new(*options);
    let mut writer = Writer { dir, demo: &demo, written: Vec::new() };
    writer.own_sheets()?;
    let shape = writer.zip_or_csv(Encoding::Utf8Bom);
    let mut parcels = writer.begin(&writer.name("仓库", "包裹", shape), shape, "")?;
    parcels.texts(own::PARCELS)?;
    let mut sums = ParcelSums::default();
    let total = demo.options.orders;
    let mut done = 0;
    for (mut run, (shop, shelf)) in demo.runs().into_iter().zip(SHOPS.iter().zip(&demo.shelves)) {
        let mut sheets = ShopSheets::begin(&writer, shop)?;
        loop {
            let deals = run.next_batch();
            if deals.is_empty() {
                break;
            }
            for deal in &deals {
                sheets.add(shop, shelf, deal)?;
                sums.add(deal, &mut parcels)?;
            }
            done += deals.len() as u64;
            if !progress(Progress { done, total }) {
                return Err(DemoError::Cancelled);
            }
        }
        sheets.finish(&mut writer, shop)?;
        if shop.platform == Platform::Tmall {
            writer.template(shop, shelf)?;
        }
        if shop.is_taobao_or_tmall() {
            writer.traffic(shop, &run.traffic())?;
        }
    }
    sums.finish(&mut parcels)?;
    writer.end(parcels, Said::new("demo.file_parcels"))?;
    Ok(writer.written)
}

struct Writer<'d> {
    dir: &'d Path,
    demo: &'d Demo,
    written: Vec<ExportFile>,
}

/// The files of one shop that grow with its orders.
struct ShopSheets {
    orders: Sheet,
    file: OrderFile,
    /// 淘宝 and 天猫 only.
    items: Option<Sheet>,
    refunds: Option<Sheet>,
}

impl Writer<'_> {
    /// `天猫_栗屿旗舰店_订单报表_20241101-20261031.csv`
    fn name(&self, shop: &str, called: &str, shape: Shape) -> String {
        let ending = match shape {
            Shape::Csv(_) => "csv",
            Shape::Xlsx => "xlsx",
            Shape::HtmlXls => "xls",
            Shape::ZippedCsv(_) => "zip",
        };
        let (from, to) = (self.demo.first_day().format("%Y%m%d"), self.demo.options.end.format("%Y%m%d"));
        format!("{shop}_{called}_{from}-{to}.{ending}")
    }

    fn begin(&self, name: &str, shape: Shape, tab: &str) -> Result<Sheet> {
        Sheet::create(&self.dir.join(name), shape, tab)
    }

    fn end(&mut self, sheet: Sheet, about: Said) -> Result<()> {
        self.written.push(ExportFile { path: sheet.path().to_owned(), rows: u64::from(sheet.rows()), about });
        sheet.finish()
    }

    /// A workbook where it is small enough.
    fn workbook_or_csv(&self) -> Shape {
        if self.demo.options.orders > TOO_MANY_FOR_A_WORKBOOK { Shape::Csv(Encoding::Gb18030) } else { Shape::Xlsx }
    }

    /// An archive where packing it takes no time worth mentioning.
    fn zip_or_csv(&self, encoding: Encoding) -> Shape {
        if self.demo.options.orders > TOO_MANY_FOR_A_WORKBOOK {
            Shape::Csv(encoding)
        } else {
            Shape::ZippedCsv(encoding)
        }
    }

    /// Products, mappings, purchases: what the owner keeps himself or bought.
    fn own_sheets(&mut self) -> Result<()> {
        let mut sheet = self.begin("自有_商品资料.xlsx", Shape::Xlsx, "商品资料")?;
        own::products(self.demo, &mut sheet)?;
        self.end(sheet, Said::new("demo.file_products"))?;
        let mut sheet = self.begin("自有_编码对照.xlsx", Shape::Xlsx, "编码对照")?;
        own::mappings(self.demo, &mut sheet)?;
        self.end(sheet, Said::new("demo.file_mappings"))?;
        let mut sheet = self.begin("1688_采购订单.xlsx", Shape::Xlsx, "订单")?;
        purchase::write(&purchases::purchases(self.demo), &mut sheet)?;
        self.end(sheet, Said::new("demo.file_1688"))
    }

    /// 货品导出: two rows of notes, then the header.
    fn template(&mut self, shop: &Shop, shelf: &Shelf) -> Result<()> {
        let mut sheet = self.begin(&format!("{}_货品导出.xlsx", prefix(shop)), Shape::Xlsx, "发布模板")?;
        sheet.texts(["货品批量导出"])?;
        sheet.texts(["请勿修改表头；一行一个 SKU"])?;
        sheet.texts(taobao::TEMPLATE)?;
        for offer in &shelf.offers {
            let category = offer.category.split('>').next_back().unwrap_or("");
            let mut cells = vec![Put::Empty; taobao::TEMPLATE.len()];
            let known: [(usize, Put); 9] = [
                (0, offer.item_id.as_str().into()),
                (2, offer.category.into()),
                (3, offer.title.as_str().into()),
                (4, offer.price.to_string().into()),
                (5, category.into()),
                (9, offer.props.as_str().into()),
                (12, offer.sku_id.as_str().into()),
                (13, offer.price.to_string().into()),
                (15, offer.code.as_str().into()),
            ];
            for (at, put) in known {
                if let Some(cell) = cells.get_mut(at) {
                    *cell = put;
                }
            }
            sheet.row(&cells)?;
        }
        self.end(sheet, Said::new("demo.file_template").with("shop", shop.name))
    }

    fn traffic(&mut self, shop: &Shop, traffic: &Traffic) -> Result<()> {
        let name = prefix(shop);
        let mut sheet = self.begin(&self.name(&name, "店铺整体日报", Shape::Xlsx), Shape::Xlsx, "店铺整体")?;
        sycm::shop(&traffic.days, &mut sheet)?;
        self.end(sheet, Said::new("demo.file_sycm_shop").with("shop", shop.name))?;
        let mut sheet = self.begin(&format!("{name}_商品排行.xlsx"), Shape::Xlsx, "商品排行")?;
        sycm::items(&traffic.items, &mut sheet)?;
        self.end(sheet, Said::new("demo.file_sycm_items").with("shop", shop.name))?;
        for month in traffic.sources.chunk_by(|a, b| a.from == b.from) {
            let Some(first) = month.first() else { continue };
            let file = format!("{name}_流量来源_{}_{}.xlsx", first.from, first.to);
            let mut sheet = self.begin(&file, Shape::Xlsx, "店铺来源")?;
            sycm::sources(month, &mut sheet)?;
            self.end(sheet, Said::new("demo.file_sycm_sources").with("shop", shop.name))?;
        }
        Ok(())
    }
}

impl ShopSheets {
    fn begin(writer: &Writer<'_>, shop: &'static Shop) -> Result<Self> {
        let mut file = files::orders(shop);
        file.shape = match file.shape {
            Shape::Xlsx => writer.workbook_or_csv(),
            Shape::Csv(encoding) if shop.platform == Platform::Tmall => writer.zip_or_csv(encoding),
            shape => shape,
        };
        let name = prefix(shop);
        let mut orders = writer.begin(&writer.name(&name, file.called, file.shape), file.shape, file.tab)?;
        orders.texts(row::headers(file.columns))?;
        let (mut items, mut refunds) = (None, None);
        if shop.is_taobao_or_tmall() {
            let shape = writer.workbook_or_csv();
            let mut sheet = writer.begin(&writer.name(&name, "宝贝报表", shape), shape, "宝贝报表")?;
            sheet.texts(row::headers(taobao::ITEMS))?;
            items = Some(sheet);
            // One shop's refunds come as the web page that older back offices call a workbook.
            let shape = if shop.platform == Platform::Tmall { Shape::HtmlXls } else { shape };
            let mut sheet = writer.begin(&writer.name(&name, "退款", shape), shape, "退款")?;
            sheet.texts(row::headers(taobao::REFUNDS))?;
            refunds = Some(sheet);
        }
        Ok(Self { orders, file, items, refunds })
    }

    fn add(&mut self, shop: &'static Shop, shelf: &Shelf, deal: &Deal) -> Result<()> {
        if self.file.whole_orders
            && let Some(whole) = row::whole(shop, shelf, deal)
        {
            self.orders.row(&row::cells(self.file.columns, &whole))?;
        }
        for line in row::lines(shop, shelf, deal) {
            if !self.file.whole_orders {
                self.orders.row(&row::cells(self.file.columns, &line))?;
            }
            if let Some(items) = &mut self.items {
                items.row(&row::cells(taobao::ITEMS, &line))?;
            }
            if let Some(refunds) = &mut self.refunds
                && deal.refund_of(line.at).is_some()
            {
                refunds.row(&row::cells(taobao::REFUNDS, &line))?;
            }
        }
        Ok(())
    }

    fn finish(self, writer: &mut Writer<'_>, shop: &Shop) -> Result<()> {
        let about = |key: &str| Said::new(key).with("shop", shop.name);
        writer.end(self.orders, about(self.file.about))?;
        if let Some(items) = self.items {
            writer.end(items, about("demo.file_taobao_items"))?;
        }
        if let Some(refunds) = self.refunds {
            writer.end(refunds, about("demo.file_taobao_refunds"))?;
        }
        Ok(())
    }
}

/// `天猫_栗屿旗舰店`
fn prefix(shop: &Shop) -> String {
    let platform = match shop.platform {
        Platform::Taobao => "淘宝",
        Platform::Tmall => "天猫",
        Platform::Pinduoduo => "拼多多",
        Platform::Jd => "京东",
        Platform::Douyin => "抖店",
        Platform::Kuaishou => "快手",
        Platform::Xiaohongshu => "小红书",
        Platform::WeixinVideo => "视频号",
        Platform::Alibaba1688 => "1688",
        Platform::Other | Platform::Own => "ERP",
    };
    format!("{platform}_{}", shop.name)
}
