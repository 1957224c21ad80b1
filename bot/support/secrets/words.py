"""What do people call numbers? The words of seven languages, by what the number beside them is.

They stand here, and not among the editable content, since a slip in them would let a secret through. Phrases are
parted by commas; a space in one may be left out or typed as a hyphen or a full stop. Vietnamese is found without its
marks too, but for words so short that they would be words of other languages.
"""

CODE = """
code, codes, otp, o t p, one time password, one time passcode, one time pin, one time code, verification,
verify code, verification number, confirmation code, confirm number, confirmation number, login code,
log in code, authorisation code, authorization code, 2fa code, authenticator, tac, tac no, tac number, no tac,
nombor tac, sms, text message, text me, texted me, they text, by text, the text, passcode, access code,
unlock code, secret code, otp code, otp number, verif code, verif, smart otp, mk otp, 6 digit number,
six digit number, 6 digit, 6 digits, six digit, six digits, 6 number, 6 numbers, six numbers, 4 digit, 4 digits,
4 numbers, 6 angka, enam angka, enam digit, anim na number, 6 na number, kod, kod pengesahan, kod keselamatan,
nombor kod, kode, koda, kodigo, kode verifikasi, verifikasi, kode rahasia, kode akses, kowd, nomor otp, token,
sa text, text sakin, text sa akin, tinext, tinext sakin, text ko, nareceive, natanggap, yzm, yanzhengma, ma,
mã, mã bí mật, mã số, mã xác minh, mã xác nhận, mã xác thực, xác minh, xác nhận, số xác nhận, tin nhắn,
mã bảo mật, 6 số, sáu số, 6 chữ số, dãy số,
รหัส, รหัสลับ, รหัสยืนยัน, โค้ด, โค๊ด, โคด, โอทีพี, เลขยืนยัน, ข้อความ, ตัวเลข 6 หลัก, เลข 6 หลัก, เลขหกหลัก,
6 หลัก, 6 ตัว, โทเคน, ส่งเลขมา, เลขที่ได้, ตัวเลขที่ได้,
验证嘛, 动态口令, 通行码, 验证码, 驗證碼, 验证碼, 校验码, 校驗碼, 动态码, 動態碼, 动态密码, 动态验证码, 短信,
短訊, 簡訊, 码, 碼, 验证器, 一次性密码, 一次性密碼, 6位数, 六位数, 6位数字, 六位数字, 6个数字, 六个数字, 授权码,
授權碼, 安全码, 安全碼, 认证码, 确认码, 激活码, 登录码
"""

RECEIVED = """
message, sent, sends, system sent, the message, received, receive, recieved, got, they gave, gave me, sent me,
send me, they send, they sent, shows, showing, displayed, it says, says, dapat, dpt, dapet, terima, trima,
dihantar, hantar, dikirim, dikirimin, dikirimi, kirim, kirimin, bagi, kasih, muncul, keluar, masuk, nakuha,
natanggap, binigay, sinend, pinadala, lumabas, dumating, bigay,
nhận được, nhận dc, nhận, gửi, gởi, hiện, báo,
ได้เลข, ได้มา, ได้รับ, ส่งมา, ขึ้นเลข, ขึ้นว่า, เลขที่ส่งมา,
收到, 发了, 發了, 发来, 發來, 显示, 顯示, 收到的是, 给我发了, 写的是, 发的是, 發的是, 数字是, 数字
"""
"""Before six digits, which nothing else names, they speak of a code."""

ENTERED = """
type, typed, key in, keyed, keyed in, keyin, enter, entered, input, fill in, put, i put, type in, masukin,
masukkan, dimasukin, dimasukkan, taip, tulis, isi, ketik, nilagay, ilagay, ilalagay, tinype, type ko, pinindot,
nhập, điền, gõ, bấm,
กรอก, ใส่, พิมพ์, กด,
填, 輸入, 输入, 输, 输了, 填了, 填进去, 输进去
"""
"""The same on either side of six digits."""

PIN = """
pin, pin code, pin number, pin no, mpin, m pin, atm pin, bank pin, payment pin, payment password,
payment passcode, nombor pin, no pin, nomor pin, pin ko, kata laluan pembayaran, kata sandi pembayaran,
sandi pembayaran,
mã pin, mật khẩu thanh toán, mk thanh toán, mật khẩu giao dịch, mã pin thẻ, mã pin ngân hàng,
พิน, รหัสพิน, รหัสกดเงิน, รหัส atm, รหัสเอทีเอ็ม, รหัสบัตร, รหัสจ่ายเงิน, รหัสชำระเงิน, รหัสชําระเงิน,
รหัสกสิกร, รหัสแอปธนาคาร,
支付密码, 支付密碼, 交易密码, 交易密碼, 付款密码, 付款密碼, 取款密码, 提款密码, 银行卡密码, 銀行卡密碼, 卡密码,
pin码
"""

PASSWORD = """
password, pass word, passwd, pwd, pw, p/w, pswd, pswrd, psw, passkey, pasword, passwrd, paswrd, passwod,
passward, pass phrase, passw, login password, kata laluan, kata kunci, kata sandi, sandi, katalaluan, katasandi,
passwordnya, mima,
mật khẩu, mật mã,
รหัสผ่าน, พาสเวิร์ด, พาสเวิด, พาสเวิร์ต, รหัสล็อกอิน, รหัสเข้าระบบ, รหัสเข้า, รหัส wifi, รหัสไวไฟ, รหัสเก่า,
รหัสใหม่, รหัสเมล, รหัสอีเมล,
密码, 密碼, 口令, 密马, 登录密码, 登錄密碼
"""  # noqa: S105 - words

WEAK_PASSWORD = "pass, mk, พาส"  # noqa: S105 - words
"""Words that mean a password only before something that looks like one."""

CODE_OR_PASSWORD = "รหัส, passcode"  # noqa: S105 - words
"""Of the words for codes, those that mean a password before letters and digits."""

CVV = """
cvv, cvc, cvv 2, cvc 2, cvv code, cvc code, security number, security code at the back,
security code on the back, security code of card, security code of my card, security code behind, back of card,
back of the card, back of my card, digits at the back, numbers at the back, three digits, last three digits,
3 digits at the back, behind card, kod keselamatan belakang kad, belakang kad, nombor belakang kad,
belakang kartu, angka di belakang kartu, sa likod, likod ng card, 3 digits sa likod, number sa likod,
security code sa likod ng card,
sau thẻ, số sau thẻ, mặt sau thẻ, mặt sau, mã bảo mật thẻ, mã sau thẻ,
ซีวีวี, เลขหลังบัตร, รหัสหลังบัตร, หลังบัตร, ตัวหลังบัตร,
背面三位, 背面三位数, 背面的三位, 卡背面, 背面后三码, 后三码, 後三碼, 安全码在卡背面, 卡背后
"""

CARD = """
card, visa, mastercard, master card, amex, unionpay, union pay, jcb, atm, kad, kartu, card number, card no,
card details, credit card, debit card, card num, visa card, no kad, nombor kad, kad debit, kad kredit,
nomor kartu, no kartu, kartu kredit, kartu debit, numero ng card, number ng card,
thẻ, số thẻ, thẻ tín dụng, thẻ ghi nợ,
บัตร, วีซ่า, มาสเตอร์การ์ด, เลขบัตรเครดิต, เลขบัตร, หมายเลขบัตร, บัตรเครดิต, บัตรเดบิต,
卡, 银行卡, 信用卡, 银联, 銀行卡, 万事达, 卡号, 卡號, 银行卡号, 信用卡号
"""

IDENTITY = """
nric, fin, fin number, fin no, ic, ic no, ic number, i c, mykad, mypr, id card, id card no, id card number,
id number, id no, national id, national id no, national id number, identity card, identity number, thai id,
work permit, passport, passport no, passport number, no kad pengenalan, kad pengenalan, nombor pasport,
no pasport, pasport, nik, ktp, no ktp, nomor ktp, nomor induk kependudukan, paspor, no paspor, nomor paspor,
npwp, philsys, phil sys, philid, phil id, psn, pcn, pcn no, umid, crn, tin, tin no, tin number, sss, sss no,
sss number, philhealth, driver's license, drivers license, license no, id number ko, national id ko, cccd, cmnd,
cmt,
số cccd, căn cước, căn cước công dân, số cmnd, chứng minh nhân dân, chứng minh thư, số định danh,
số định danh cá nhân, hộ chiếu, số hộ chiếu, hộ chiếu số, mã số thuế cá nhân, mst cá nhân,
เลขบัตรประชาชน, บัตรประชาชน, บัตร ปชช, เลขบัตร ปชช, ปชช, เลขประจำตัว, เลขประจําตัว, เลขประจำตัวประชาชน,
เลขประชาชน, เลข 13 หลัก, หนังสือเดินทาง, หนังสือเดินทางเลขที่, พาสปอร์ต, เลขพาสปอร์ต, เลขผู้เสียภาษี,
ใบต่างด้าว, เลขประจำตัวผู้เสียภาษี,
身份证, 身份證, 身分證, 身份证号, 身份证号码, 身份證號, 证件号, 证件号码, 護照, 护照, 护照号, 护照号码,
登记号码, 准证号, 准證號, 通行证, 通行证号码, 回乡证
"""

PHONE = """
phone, phone number, mobile, mobile number, handphone, hp, tel, telephone, contact no, contact number,
my number, hotline, old number, new number, number, landline, whatsapp, wa, wasap, viber, zalo, line id, wechat,
qq, fon, no fon, no hp, telp, telepon, nomor hp, nomor, nombor, cp, cp no, cellphone, sim, number ko,
luma kong number, num, sdt, dt, to, ke,
sđt, số điện thoại, điện thoại, số cũ, số mới, số em, gọi, đt, về, về số,
เบอร์, เบอร์โทร, เบอร์เก่า, โทร, โทรศัพท์, มือถือ, วีแชท, ไลน์, ไลน์ไอดี, ไปที่, ไปเบอร์,
手机, 手機, 手机号, 手机号码, 電話, 电话, 电话号码, 微信, 微信号, 旧手机, 联系方式, 发到, 发去
"""

THING = """
singapore, s'pore, bill, order, order no, order number, order id, orders, invoice, inv, inv no, receipt, ticket,
ticket no, ticket number, case, case no, ref, ref no, ref number, reference, reference no, reference number,
transaction, transaction id, transaction no, trx, txn, tracking, tracking no, tracking number, parcel, awb,
waybill, offer, offer id, model, item, item no, item number, sku, style, size, lot, batch, room, flat, block,
blk, unit, section, step, room no, plate no, account number, account no, acct, acct no, bank account, account,
user id, world account, uen, company, business, registration, dti, sec reg, ssm, step no, ending, ending in,
ending with, ends with, ends in, last 4, last 4 digits, last four, last four digits, followers, error, error no,
queue, rate, weight, volt, container, train, flight, limit, street, road, jalan, jln, jl, brgy, moq, qty,
quantity, episode, year, pesanan, nombor pesanan, no pesanan, no order, nomor order, resit, no resit, resi,
no resi, invois, tiket, no rujukan, rujukan, no referensi, referensi, id transaksi, transaksi, paket, barang,
tipe, saiz, akaun, no akaun, rekening, no rek, rek, syarikat, nib, ralat, hujung, akhiran, 4 digit terakhir,
4 angka terakhir, langkah, token listrik, alamat, no rumah, kurs, kadar, tahun, sejak, resibo, numero ng order,
dulo, ang dulo, pila, taong, mula, stk, tk, mst, cont,
đơn, đơn hàng, mã đơn, mã đơn hàng, hoá đơn, hóa đơn, phiếu, mã phiếu, vận đơn, mã vận đơn, mã giao dịch,
giao dịch, tham chiếu, số tham chiếu, đuôi, thẻ đuôi, số cuối, 4 số cuối, số đuôi, lỗi, số tài khoản, tài khoản,
mã số thuế, mã số doanh nghiệp, doanh nghiệp, lô, lô hàng, phòng, bước, tờ khai, biển số, tỷ giá, năm, từ,
máy in, số lượng, hàng chờ, hạn mức, mã khách hàng, khách hàng, mã nhân viên, pin điện thoại, pin dự phòng,
สิงคโปร์, ออเดอร์, เลขออเดอร์, คำสั่งซื้อ, เลขที่สั่งซื้อ, สั่งซื้อ, บิล, บิลเลขที่, ใบแจ้งหนี้, ตั๋ว, เคส,
เลขที่เคส, อ้างอิง, เลขอ้างอิง, พัสดุ, เลขพัสดุ, แทรค, รุ่น, ไซส์, ห้อง, บ้านเลขที่, บัญชี, เลขบัญชี, ทะเบียน,
ทะเบียนพาณิชย์, เลขทะเบียน, เลขทะเบียนบริษัท, ลงท้าย, เลขท้าย, เลขท้ายบัตร, ตัวท้าย, ล็อต, ล็อตที่, คิว, คิวที่,
สาขา, ใบขน, เลขที่ใบขน, พิกัด, พิกัดศุลกากร, หมายเลขพัสดุ, เรท, มาตรา, ตั้งแต่ปี, ปี, ตู้, บาร์โค้ด,
คิวอาร์โค้ด, คิวอาร์, คนตาม, ขั้นตอน,
新加坡, 订单, 訂單, 订单号, 訂單號, 订单编号, 单号, 單號, 快递, 快递单号, 物流, 物流单号, 运单, 运单号, 发票,
发票号, 工单, 工单号, 流水号, 交易号, 参考号, 编号, 編號, 货号, 貨號, 款号, 型号, 尺码, 条形码, 条码, 条碼,
二维码, 二維碼, 号码, 號碼, 号码牌, 数码, 起码, 编码, 編碼, 代码, 代碼, 错误, 錯誤, 错误码, 错误代码, 尾号,
尾號, 后四位, 後四位, 账号, 帐号, 賬號, 银行账号, 注册号, 营业执照, 粉丝, 汇率, 房, 价码, 批号, 箱号, 车牌,
分店, 年
"""

AMOUNT = """
fee, fees, charge, charges, pay, paid, payment, payments, cost, price, total, amount, sum, top up, topup,
topped up, transfer, transferred, quote, quotation, budget, balance, bought, buy, worth, how much, deposit,
minimum, maximum, moq, bayar, caj, jumlah, harga, beli, tambah nilai, baki, biaya, totalnya, saldo, ongkos,
isi saldo, transfer ke, magkano, bayad, binayaran, bumili, padala, nag transfer, na send, kabuuan, presyo,
wholesale, retail, mua, ck, penawaran, dp, berapa, brp, bn, how many, cash, rmb, yuan,
phí, trả, nạp, chuyển, tổng, số tiền, giá, giá sỉ, giá lẻ, tối thiểu, chuyển nhầm, nhầm, báo giá, tiền cọc, cọc,
bao nhiêu,
ค่าธรรมเนียม, จ่าย, โอน, ยอด, เงิน, เติม, เติมเงิน, ราคา, ซื้อ, ราคาส่ง, ปลีก, ขั้นต่ำ, โอนผิด, วงเงิน,
ใบเสนอราคา, มัดจำ, เท่าไร, เท่าไหร่,
手续费, 手續費, 付, 付款, 充值, 一共, 总共, 金额, 金額, 价格, 买, 扣, 扣了, 转账, 起订量, 单价, 余额, 报价,
定金, 訂金, 多少, 几多
"""

UNIT = """
%, ‰, rmb, cny, cnh, yuan, usd, sgd, myr, idr, php, thb, vnd, hkd, eur, rm, rp, dollar, dollars, bucks, ringgit,
rupiah, peso, pesos, piso, baht, dong, k, rb, ribu, juta, jt, thousand, million, hundred, tr, pcs, pc, pieces,
piece, units, unit, sets, set, items, boxes, cartons, cases, people, tao, orang, followers, times, kali, beses,
copies, digit, digits, numbers, characters, chars, character, letters, number, angka, huruf, aksara, karakter,
digit saja, minute, minutes, min, mins, minit, menit, minuto, seconds, second, secs, sec, saat, detik, hour,
hours, hrs, hr, jam, oras, day, days, hari, araw, week, weeks, month, months, year, years, tahun, taon, g, kg,
gram, grams, mah, w, v, ml, cm, mm, m, gb,
vnđ, đồng, tệ, nghìn, triệu, lần, số, ký tự, chữ số, chữ, phút, giây, giờ, ngày, năm, cái, chiếc, bộ, người,
khách, hộp, thùng, đ, ốp,
ชิ้น, ตัว, หลัก, ตัวอักษร, บาท, หยวน, นาที, วิ, วินาที, ชม, ชั่วโมง, วัน, ครั้ง, รอบ, คน, กรัม, กิโล, กล่อง,
ดอลลาร์, ริงกิต, แถว, ใบ,
％, 元, 块, 塊, 人民币, 人民幣, 美金, 美元, 新币, 马币, 泰铢, 盾, 比索, 港币, 万, 千, 个, 個, 件, 套, 箱, 双,
条, 只, 分钟, 分鐘, 秒, 小时, 小時, 天, 次, 遍, 位, 位数, 克, 公斤, 斤, 毫安, 年, 月, 号, 號, 点, 人, 房, 开头,
現金
"""

CURRENCY_BEFORE = """
$, us$, s$, rm, rp, ¥, €, £, ₱, ₫, php, sgd, usd, cny, rmb, idr, thb, vnd, myr, hkd,
฿,
￥
"""

ERROR = """
error, errors, error no, error code, code error, err, ralat, kod ralat, kode error,
lỗi, mã lỗi,
ผิดพลาด, รหัสผิดพลาด,
错误, 錯誤, 错误码, 错误代码, 報錯, 报错
"""

THINGS_BEFORE_CODE = """
error, err, country, area, postal, post, zip, product, item, promo, promotion, voucher, coupon, discount, gift,
referral, invite, invitation, hs, swift, bank, branch, tariff, qr, bar, colour, color, style, seller, shop,
store, supplier, tracking, parcel, order, batch, lot, dress, sort, dial, source, status, currency, tax, sku,
customer, member, staff, employee, warehouse, pickup, pick up, size, model, machine, stock, hotel, student
"""

THINGS_BEHIND_CODE = """
error, ralat, negara, pos, produk, product, barang, promosi, promo, voucher, diskon, diskaun, kupon, referral,
undangan, qr, hs, bank, cabang, cawangan, swift, tracking, resi, warna, penjual, toko, kedai, wilayah, area,
batang, saham, pelanggan, seller, supplier, item, order, shop, coupon, kho,
lỗi, quốc gia, vùng, bưu chính, bưu điện, sản phẩm, hàng, giảm giá, khuyến mãi, giới thiệu, mời, vạch,
ngân hàng, vận đơn, đơn, đơn hàng, phiếu, giao dịch, khách hàng, nhân viên, màu, lô, cổ phiếu, chi nhánh,
số doanh nghiệp, số thuế,
ผิดพลาด, ประเทศ, ไปรษณีย์, ปณ, สินค้า, ส่วนลด, คูปอง, ธนาคาร, สาขา, พัสดุ, อ้างอิง, ผู้ขาย, ร้าน, แนะนำ, สี,
สมาชิก, นักศึกษา, ลูกค้า, พนักงาน, โปร, เชิญ, ตัวแทน
"""

CODES_OF_THINGS = """
postcode, poskod, zip, barcode, swift,
优惠码, 优惠券码, 折扣码, 邀请码, 推荐码, 提货码, 取件码, 邮政编码, 郵政編碼, 邮编, 国家代码, 國家代碼, 国家码,
区号, 商品编码, 海关编码, hs编码, 商品码, 错误码, 银行代码, 颜色码, 店铺码, コード
"""
"""Codes that are no secret: what stands before "code", and what stands behind "kode", "mã", "รหัส"."""

NO_PASSWORD = """
wrong, incorrect, correct, right, ok, okay, not, what, which, that, this, these, the, a, an, asked, required,
optional, needed, need, for, from, of, maybank, forgotten, forgot, expired, invalid, valid, weak, strong,
different, same, similar, equal, your, mine, yours, his, hers, ours, blocked, locked, rejected, accepted,
changed, saved, stored, lost, missing, unknown, known, hidden, safe, secure, unsafe, secret, private, personal,
important, mandatory, necessary, empty, blank, case, short, long, too, very, also, already, still, always,
never, only, just, really, definitely, probably, maybe, now, here, there, where, when, how, why, who, whose,
must, should, will, can, cannot, could, would, does, done, been, being, to, in, on, at, by, with, without,
about, set, unset, reset, new, old, login, logout, email, phone, number, numbers, letters, english, chinese,
alipay, worldfirst, world, taobao, wechat, google, facebook, apple, shopee, lazada, grab, gcash, maya, zhifubao,
account, website, page, screen, field, link, browser, chrome, computer, laptop, mobile, please, pls, sorry,
help, easy, hard, difficult, simple, complicated, good, bad, fine, great, confusing, annoying, impossible,
possible, working, useless, failed, failing, error, denied, refused, disabled, enabled, active, inactive,
compulsory, sensitive, mixed, lowercase, uppercase, shorter, longer, stronger, gone, broken, verified, true,
false, either, both, none, nothing, something, anything, everything, twice, once, again, yes, ready, available,
visible, public, limited, numeric, alphanumeric, temporary, permanent, default, initial, current, previous,
outdated, accessible, recognised, recognized, compromised, leaked, stolen, hacked, shared, matched, mismatch,
mismatched, fake, real, called, meaning, like, salah, betul, benar, bener, lupa, apa, mana, yang, yg, untuk,
utk, tidak, tak, bukan, ditolak, diterima, diblokir, terkunci, kekunci, kena, hilang, rosak, rusak, lemah, kuat,
panjang, pendek, sama, beza, beda, lain, baru, lama, dulu, lagi, juga, jugak, terus, sudah, dah, udah, belum,
boleh, bisa, harus, mesti, wajib, perlu, apakah, kenapa, bagaimana, gimana, macam, saya, kamu, anda, awak, dia,
kami, kita, aman, selamat, rahsia, tersimpan, ganti, diganti, ditukar, tukar, dikira, pelik, aneh, susah,
senang, mudah, payah, akaun, akun, gagal, kosong, hari, kali, semua, nomor, angka, huruf, digit, kombinasi,
campuran, dari, dengan, dan, atau, pembayaran, masuk, keluar, lupakan, dong, kak, bang, gan, sis, bro, mas,
mbak, tuan, puan, encik, cik, tolong, mohon, sila, mali, tama, ano, anong, alin, hindi, para, pareho, iba, bago,
luma, nakalimutan, nakalimot, ayaw, wala, meron, nawala, natatandaan, saan, bakit, paano, kailan, lang, din,
rin, naman, daw, raw, sana, muna, kasi, pala, talaga, ulit, palagi, tinanggap, tanggap, gumagana, naiba, binago,
palitan, pinalitan, mahirap, madali, maikli, mahaba, kulang, sobra, paki, pakireset, pakiusap, salamat, nila,
niya, namin, natin, atin, inyo, hinihingi, kailangan, dapat, pwede, puwede, tamang, maling, nakalista, nakasave,
nasave, sinave, tinago, ligtas, lihim, sarili, password, pasword, expire, sai, dung, quen, moi, cung, giong,
khac, khong, chua, roi, thanh, thuong, hoa, gi, nao, sao, bao, nhieu, may, cua, minh, nay, cho, phai, duoc, mat,
khau, yeu, manh, ngan, dai, rieng, chung, bi, khoa, het, han, doi, tu, ngay, lai, luon, nhu, thoi, voi, ben,
trong, ngoai, dau, ban, shop, anh, chi, em, ko, kh, hong, app, apps, face, faceid, touch, wifi, first, card,
bank, paypal, visa, mastercard, sms, otp, code, pin, user, username, name, nickname, admin, bot, chat, online,
offline, tiktok, instagram, android, iphone, ios, windows, kyc, verify, verification, thai, malay, vietnam,
china
"""  # noqa: S105 - words
"""What follows "my password is" in questions and complaints about it, and names of things that have one."""

NONE = """
no, without, any, tak dapat, x dapat, tak terima, belum dapat, ga dapat, ga dapet, gak dapat, belum terima,
wala, walang,
không có, chưa có, ko có, k có, chưa nhận được, không nhận được, ko nhận được, ko nhận,
ไม่มี, ไม่ได้, ไม่ได้รับ,
没有, 没, 未收到, 收不到, 没收到, 冇
"""

NOT = """
not, never, n't, didn't, didnt, isnt, wont, no, cannot, belum, tak, tidak, ga, gak, nggak, x, ko, k, hindi, di,
wala, ayaw,
không, chưa,
ไม่, ยังไม่,
没, 沒, 未, 冇, 不
"""

COMES = """
come, comes, coming, came, receive, receiving, received, arrive, arrives, arriving, arrived, sent, get, getting,
got, sampai, masuk, dateng, datang, dapat, dapet, terima, dumating, pumasok, natatanggap, nakuha,
về, nhận, tới, đến, gửi,
มา, เข้า, ได้รับ, ถึง,
收到, 来, 來, 到, 发
"""
"""Together: a code that never came, which therefore names no number."""

FROM = "from, dari, drpd, galing, từ, จาก, 从, 由, 來自, 来自, 自"

SENDER = "number, nomor, nombor, no, số, เบอร์, 号码, 号"

IS = """
is, was, are, as, to, used, use, adalah, ialah, itu, ay, jadi, menjadi, la, thanh,
là, thành,
คือ, เป็น, ชื่อ,
是, 为, 為, 係, 成, 填
"""

IS_PLAINLY = "is, ay, adalah, ialah, là, la, คือ, 是"

IS_THIS = """
is, was, as, are, this, that, thats, that's, yan, yun, ito, yung, ung, ang, itu, tu, ni, ini, adalah, la, po,
là, đây, có phải,
คือ, นี่, เป็น,
是, 這個, 这个, 这, 那, 係
"""
"""Behind a number or a word, before what it is: "482913 is my code"."""

OWNERS = """
lama, baru, lumang, old, new, ko, q, ko po, saya, aku, gw, gue, ku, nya, em, dia, ni, tu,
cũ, mới, mình, tôi, của em, của mình
"""
"""Between the word for a password and the password itself: my, your, old, new."""

TAILS = """
only, pls, please, so, but, and, or, can, why, what, ah, lah, la, leh, right, correct, po, ba, ata, pero, ya,
kak, bang, tapi, tp, dah, ad, sao,
ạ, nhé, ơi, mà
"""
"""How a message goes on behind a password."""

ACCOUNTS = """
user, username, user name, id, userid, login, log in, account, acct, acc, tk, akun, akaun, email, e mail, name,
nama, shop, toko, kedai,
tài khoản,
ยูส, ยูสเซอร์, ไอดี, บัญชี,
账号, 帐号, 賬號, 用户名
"""

NAMES_WITH_DIGITS = """
maybank2u, maybank2own, m2u, office365, m365, windows11, windows10, iphone15, iphone16, iphone17, covid19, mp3,
mp4, 2fa, p2p, b2b, b2c, c2c, o2o
"""

THREE = "3, three, last, tiga, tatlong, tatlo, ba, 三, สาม"

BACK = "back, behind, belakang, likod, sau, lưng, 后, 後, 背, หลัง"

SECURITY_CODE = """
security code, security number, kod keselamatan, kode keamanan,
mã bảo mật,
รหัสความปลอดภัย,
安全码, 安全碼
"""
"""Three digits called so are a card's; four and more, one-time codes."""

JUST = """
just, only, still, really, simply, actually, cuma, hanya, masih, je, lang, pa rin,
chỉ, vẫn,
แค่, ยัง,
就, 还, 只
"""
"""Between "is" and what it is."""
