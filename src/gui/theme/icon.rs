//! The icons: Lucide, one weight, 16 pixels, tinted by the style (`assets/icons`, ISC licence beside them).

use std::sync::LazyLock;

use iced::widget::svg;

macro_rules! icons {
    ($($name:ident => $file:literal,)*) => {
        /// An icon of the set.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Icon {
            $($name,)*
        }

        impl Icon {
            /// The picture, made once so that the renderer's cache knows it again.
            pub fn handle(self) -> svg::Handle {
                match self {
                    $(Self::$name => {
                        static HANDLE: LazyLock<svg::Handle> = LazyLock::new(|| {
                            svg::Handle::from_memory(include_bytes!(concat!("../../../assets/icons/", $file, ".svg")).as_slice())
                        });
                        HANDLE.clone()
                    })*
                }
            }
        }
    };
}

icons! {
    Store => "store",
    LayoutDashboard => "layout-dashboard",
    ChartLine => "chart-line",
    Users => "users",
    Package => "package",
    Truck => "truck",
    ReceiptText => "receipt-text",
    Tags => "tags",
    Unlink => "unlink",
    FileInput => "file-input",
    Archive => "archive",
    Settings => "settings",
    Info => "info",
    Search => "search",
    X => "x",
    Check => "check",
    ChevronDown => "chevron-down",
    ChevronRight => "chevron-right",
    ChevronLeft => "chevron-left",
    ChevronUp => "chevron-up",
    PanelLeftClose => "panel-left-close",
    PanelLeftOpen => "panel-left-open",
    Ellipsis => "ellipsis",
    Download => "download",
    Image => "image",
    Copy => "copy",
    Table2 => "table-2",
    FileSpreadsheet => "file-spreadsheet",
    RefreshCw => "refresh-cw",
    Calendar => "calendar",
    Funnel => "funnel",
    ArrowUp => "arrow-up",
    ArrowDown => "arrow-down",
    ArrowUpDown => "arrow-up-down",
    ArrowRight => "arrow-right",
    CircleAlert => "circle-alert",
    TriangleAlert => "triangle-alert",
    CircleCheck => "circle-check",
    CircleX => "circle-x",
    Clock => "clock",
    FolderOpen => "folder-open",
    Folder => "folder",
    FilePlus => "file-plus",
    Trash2 => "trash-2",
    Pencil => "pencil",
    Eye => "eye",
    EyeOff => "eye-off",
    Link => "link",
    ExternalLink => "external-link",
    Plus => "plus",
    Minus => "minus",
    Sun => "sun",
    Moon => "moon",
    Monitor => "monitor",
    Languages => "languages",
    Keyboard => "keyboard",
    Columns3 => "columns-3",
    ListFilter => "list-filter",
    History => "history",
    Undo2 => "undo-2",
    RotateCcw => "rotate-ccw",
    ShieldCheck => "shield-check",
    HardDrive => "hard-drive",
    MapPin => "map-pin",
    Inbox => "inbox",
    CircleQuestionMark => "circle-question-mark",
    LogOut => "log-out",
    ZoomOut => "zoom-out",
    Save => "save",
    SlidersHorizontal => "sliders-horizontal",
    User => "user",
    Database => "database",
    Lightbulb => "lightbulb",
    CornerDownLeft => "corner-down-left",
    FileText => "file-text",
    FileX => "file-x",
    Sparkles => "sparkles",
    Maximize2 => "maximize-2",
    Scale => "scale",
    LogIn => "log-in",
    Layers => "layers",
    Bell => "bell",
    BellOff => "bell-off",
    ClipboardList => "clipboard-list",
    ClipboardCheck => "clipboard-check",
    ShoppingCart => "shopping-cart",
    Factory => "factory",
    ListChecks => "list-checks",
    Printer => "printer",
    Workflow => "workflow",
    Timer => "timer",
    Warehouse => "warehouse",
    ScanBarcode => "scan-barcode",
    Gift => "gift",
    Split => "split",
    Merge => "merge",
    Flag => "flag",
    UserCheck => "user-check",
    MessageSquare => "message-square",
    PackageCheck => "package-check",
    PackageX => "package-x",
    AlarmClock => "alarm-clock",
    TrendingUp => "trending-up",
    Boxes => "boxes",
    Handshake => "handshake",
    Ban => "ban",
    Lock => "lock",
    Send => "send",
    CircleDollarSign => "circle-dollar-sign",
    ChartBar => "chart-bar",
    ListOrdered => "list-ordered",
    PackagePlus => "package-plus",
    FileCheck => "file-check",
    Headphones => "headphones",
    BookOpen => "book-open",
}
