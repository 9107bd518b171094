import { columnKey, type Synonyms } from './columns.ts';

/**
 * Headings of the owner's exports in the languages of the interface. English and Swedish ones are as exports have been seen to
 * have them; those of other languages are translations that no recording has confirmed yet, in each form they may take. One that
 * is missing here costs the file (`unknown_kind` names its columns), never a number. `|` stands between them.
 */
const headings = {
  day: [
    'Date|Datum|Dato|Fecha|Data|Date du jour|Tarih|Tanggal|Tarikh|Дата|Dată|Päivämäärä|Dátum',
    'Ημερομηνία|Ngày|วันที่|日付|날짜|日期|التاريخ|תאריך|तारीख',
  ],
  hour: [
    'Hour|Timme|Time|Hora|Heure|Stunde|Uhrzeit|Ora|Uur|Godzina|Час|Saat|Jam|Tunti|Hodina|Óra|Ώρα|Giờ',
    'ชั่วโมง|時間|시간|小时|小時|الساعة',
  ],
  video_views: [
    'Video views|Post views|Videovisningar|Videovisninger|Visualizaciones de video',
    'Visualizaciones de vídeo|Visualizaciones de videos|Visualizaciones de vídeos',
    'Visualizaciones del video|Visualizaciones del vídeo|Visualizações de vídeo',
    'Visualizações do vídeo|Visualizações de vídeos|Visualizações dos vídeos|Vues de vidéo|Vues vidéo',
    'Vues de la vidéo|Vues des vidéos|Vues de vidéos|Videoaufrufe|Visualizzazioni video',
    'Visualizzazioni del video|Visualizzazioni dei video|Videoweergaven|Wyświetlenia filmu',
    'Wyświetlenia filmów|Wyświetlenia wideo|Просмотры видео|Перегляди відео|Video görüntülemeleri',
    'Video görüntüleme|Video görüntülenme|Penayangan video|Tayangan video|Tontonan video',
    'Lượt xem video|ยอดดูวิดีโอ|ยอดรับชมวิดีโอ|動画視聴数|動画の視聴数|動画視聴回数|동영상 조회수',
    '동영상 조회 수|视频播放量|视频观看次数|视频观看量|視頻觀看次數|影片觀看次數|影片瀏覽次數',
    'مشاهدات الفيديو|مشاهدات الفيديوهات',
  ],
  profile_views: [
    'Profile views|Profilvisningar|Profilvisninger|Visualizaciones del perfil',
    'Visualizaciones de perfil|Visitas al perfil|Visualizações do perfil|Visualizações de perfil',
    'Vues du profil|Vues de profil|Profilaufrufe|Visualizzazioni del profilo|Visualizzazioni profilo',
    'Profielweergaven|Wyświetlenia profilu|Просмотры профиля|Перегляди профілю|Profil görüntülemeleri',
    'Profil görüntüleme|Profil görüntülenme|Penayangan profil|Tayangan profil|Kunjungan profil',
    'Tontonan profil|Lượt xem hồ sơ|ยอดดูโปรไฟล์|プロフィール表示回数|プロフィールの表示回数',
    'プロフィール閲覧数|プロフィール視聴数|프로필 조회수|프로필 조회 수|主页浏览量|主页访问量',
    '主页访问次数|个人资料浏览量|個人資料瀏覽次數|مشاهدات الملف الشخصي',
  ],
  likes: [
    'Likes|Total likes|Gilla-markeringar|Synes godt om|Liker|Likerklikk|Me gusta|Total de Me gusta',
    'Curtidas|Total de curtidas|Gostos|J’aime|Mentions J’aime|Gefällt mir|Gefällt-mir-Angaben',
    '„Gefällt mir“-Angaben|Mi piace|Vind-ik-leuks|Polubienia|Лайки|Вподобання|Beğeni|Beğeniler|Suka',
    'Lượt thích|ถูกใจ|ยอดถูกใจ|いいね|いいね数|いいね！|좋아요|좋아요 수|点赞|点赞数|点赞量|按讚數',
    '讚|الإعجابات|تسجيلات الإعجاب',
  ],
  comments: [
    'Comments|Total comments|Kommentarer|Comentarios|Total de comentarios|Comentários',
    'Total de comentários|Commentaires|Kommentare|Commenti|Opmerkingen|Reacties|Komentarze',
    'Комментарии|Коментарі|Yorum|Yorumlar|Komentar|Komen|Bình luận|Lượt bình luận|ความคิดเห็น',
    'コメント|コメント数|댓글|댓글 수|评论|评论数|评论量|留言|留言數|التعليقات',
  ],
  shares: [
    'Shares|Total shares|Delningar|Delinger|Compartidos|Veces compartido|Compartir',
    'Total de compartidos|Compartilhamentos|Total de compartilhamentos|Partilhas|Partages|Teilungen',
    'Geteilt|Geteilte Inhalte|Condivisioni|Keren gedeeld|Delen|Udostępnienia|Репосты|Поделились',
    'Поширення|Paylaşım|Paylaşımlar|Dibagikan|Bagikan|Perkongsian|Lượt chia sẻ|Chia sẻ|แชร์',
    'ยอดแชร์|シェア|シェア数|공유|공유 수|分享|分享数|分享量|分享數|المشاركات',
  ],
  followers_net: [
    'Net growth|Net followers|Net new followers|Nettotillväxt|Nettovækst|Nettovekst|Crecimiento neto',
    'Crescimento líquido|Croissance nette|Nettowachstum|Crescita netta|Nettogroei|Wzrost netto',
    'Чистый прирост|Чистий приріст|Net büyüme|Net artış|Pertumbuhan bersih|Tăng trưởng ròng',
    'Tăng trưởng thực|純増数|순증가|净增长|淨增長|صافي النمو',
  ],
  followers_gained: [
    'New followers|Followers gained|Gained followers|Nya följare|Nye følgere|Nuevos seguidores',
    'Novos seguidores|Nouveaux followers|Nouveaux abonnés|Neue Follower|Nuovi follower|Nieuwe volgers',
    'Nowi obserwujący|Новые подписчики|Нові підписники|Yeni takipçiler|Yeni takipçi|Pengikut baru',
    'Pengikut baharu|Follower mới|新規フォロワー|新しいフォロワー|신규 팔로워|새 팔로워|新增粉丝',
    '新粉丝|新粉絲|新增粉絲|المتابعون الجدد|متابعون جدد',
  ],
  followers_lost: [
    'Lost followers|Followers lost|Tappade följare|Mistede følgere|Tapte følgere|Seguidores perdidos',
    'Followers perdus|Abonnés perdus|Verlorene Follower|Follower persi|Verloren volgers',
    'Utraceni obserwujący|Потерянные подписчики|Втрачені підписники|Kaybedilen takipçiler',
    'Kaybedilen takipçi|Pengikut yang hilang|Pengikut hilang|失ったフォロワー|減少したフォロワー',
    '잃은 팔로워|流失粉丝|取关粉丝|流失粉絲|المتابعون المفقودون',
  ],
  reached_audience: [
    'Reached audience|Audience reached|Målgrupp som nåtts|Nået målgruppe|Nådd målgruppe',
    'Audiencia alcanzada|Público alcançado|Audience atteinte|Audience touchée|Erreichte Zielgruppe',
    'Erreichtes Publikum|Pubblico raggiunto|Bereikt publiek|Bereikte doelgroep|Osiągnięci odbiorcy',
    'Охваченная аудитория|Охват аудитории|Ulaşılan kitle|Audiens yang dijangkau|リーチした視聴者',
    '도달한 시청자|触达受众|觸及受眾|الجمهور الذي تم الوصول إليه',
  ],
  viewers: [
    'Total viewers|Totalt antal tittare|Seere i alt|Totalt antall seere|Total de espectadores',
    'Espectadores totales|Total de visualizadores|Spectateurs au total|Total des spectateurs',
    'Zuschauer insgesamt|Zuschauer gesamt|Spettatori totali|Totaal aantal kijkers',
    'Łączna liczba widzów|Всего зрителей|Усього глядачів|Toplam izleyici|Toplam izleyiciler',
    'Total penonton|Jumlah penonton|Tổng số người xem|合計視聴者数|総視聴者数|총 시청자',
    '총 시청자 수|观众总数|总观众数|觀眾總數|إجمالي المشاهدين',
  ],
  new_viewers: [
    'New viewers|Nya tittare|Nye seere|Nuevos espectadores|Espectadores nuevos|Novos espectadores',
    'Nouveaux spectateurs|Neue Zuschauer|Nuovi spettatori|Nieuwe kijkers|Nowi widzowie|Новые зрители',
    'Нові глядачі|Yeni izleyiciler|Yeni izleyici|Penonton baru|Penonton baharu|Người xem mới',
    '新規視聴者|新しい視聴者|신규 시청자|새 시청자|新观众|新觀眾|المشاهدون الجدد|مشاهدون جدد',
  ],
  returning_viewers: [
    'Returning viewers|Återkommande tittare|Tilbagevendende seere|Tilbakevendende seere',
    'Espectadores recurrentes|Espectadores que regresan|Espectadores que vuelven',
    'Espectadores que retornam|Espectadores recorrentes|Spectateurs récurrents',
    'Wiederkehrende Zuschauer|Spettatori di ritorno|Spettatori abituali|Terugkerende kijkers',
    'Powracający widzowie|Вернувшиеся зрители|Geri dönen izleyiciler|Penonton yang kembali',
    'Người xem quay lại|リピート視聴者|リピーター|재방문 시청자|回访观众|回訪觀眾',
    'المشاهدون العائدون',
  ],
  followers: [
    'Followers|Total followers|Följare|Følgere|Seguidores|Abonnés|Follower|Volgers|Obserwujący',
    'Подписчики|Підписники|Takipçiler|Takipçi|Pengikut|Người theo dõi|ผู้ติดตาม|フォロワー',
    'フォロワー数|팔로워|팔로워 수|粉丝|粉丝数|粉絲|粉絲數|المتابعون|المتابعين',
  ],
  active_followers: [
    'Active followers|Aktiva följare|Aktive følgere|Seguidores activos|Seguidores ativos',
    'Followers actifs|Abonnés actifs|Aktive Follower|Follower attivi|Actieve volgers',
    'Aktywni obserwujący|Активные подписчики|Активні підписники|Aktif takipçiler|Aktif takipçi',
    'Pengikut aktif|Follower hoạt động|Người theo dõi tích cực|アクティブフォロワー',
    'アクティブなフォロワー|활성 팔로워|活跃粉丝|活躍粉絲|المتابعون النشطون',
  ],
  gender: [
    'Gender|Kön|Køn|Kjønn|Género|Sexo|Gênero|Genre|Sexe|Geschlecht|Genere|Sesso|Geslacht|Płeć|Пол',
    'Стать|Cinsiyet|Jenis kelamin|Jantina|Giới tính|เพศ|性別|성별|性别|النوع|الجنس',
  ],
  territory: [
    'Top territories|Top countries|Top regions|Territories|Viktigaste territorier',
    'Populäraste territorier|Principales territorios|Territorios principales|Principais territórios',
    'Principaux territoires|Top-Gebiete|Top-Regionen|Wichtigste Regionen|Territori principali',
    'Topgebieden|Najlepsze terytoria|Основные территории|Лучшие территории|Wilayah teratas',
    'En popüler bölgeler|Lãnh thổ hàng đầu|上位の地域|上位地域|상위 지역|热门地区|熱門地區',
    'أهم المناطق',
  ],
  share: [
    'Distribution|Fördelning|Fordeling|Distribución|Distribuição|Répartition|Verteilung|Distribuzione',
    'Verdeling|Rozkład|Распределение|Розподіл|Dağılım|Distribusi|Taburan|Phân bổ|Phân bố|การกระจาย',
    '分布|분포|التوزيع',
  ],
  text: [
    'Video title|Post title|Videotitel|Videotittel|Título del video|Título del vídeo|Título do vídeo',
    'Titre de la vidéo|Titolo del video|Titolo video|Tytuł filmu|Название видео|Назва відео',
    'Video başlığı|Judul video|Tajuk video|Tiêu đề video|ชื่อวิดีโอ|動画のタイトル|動画タイトル',
    '동영상 제목|视频标题|影片標題|عنوان الفيديو',
  ],
  url: [
    'Video link|Post link|Videolänk|Videolink|Videolenke|Enlace del video|Enlace del vídeo',
    'Link do vídeo|Ligação do vídeo|Lien de la vidéo|Lien vidéo|Link del video|Link video',
    'Link do filmu|Ссылка на видео|Посилання на відео|Video bağlantısı|Tautan video|Pautan video',
    'Liên kết video|ลิงก์วิดีโอ|動画のリンク|動画リンク|동영상 링크|视频链接|影片連結|رابط الفيديو',
  ],
  created_at: [
    'Post time|Publishing time|Publish time|Publish date|Post date|Publiceringstid',
    'Udgivelsestidspunkt|Publiseringstidspunkt|Hora de publicación|Fecha de publicación',
    'Hora da publicação|Horário da publicação|Data de publicação|Heure de publication',
    'Date de publication|Veröffentlichungszeit|Veröffentlichungsdatum|Ora di pubblicazione',
    'Orario di pubblicazione|Data di pubblicazione|Publicatietijd|Plaatsingstijd|Czas publikacji',
    'Data publikacji|Время публикации|Дата публикации|Час публікації|Gönderi zamanı|Yayınlanma zamanı',
    'Paylaşım zamanı|Waktu posting|Waktu postingan|Masa siaran|Thời gian đăng|เวลาโพสต์|投稿時間',
    '投稿日時|게시 시간|发布时间|發佈時間|發布時間|وقت النشر|تاريخ النشر',
  ],
  views: [
    'Total views|Totalt antal visningar|Visninger i alt|Totalt antall visninger',
    'Total de visualizaciones|Visualizaciones totales|Total de visualizações|Total des vues',
    'Vues totales|Aufrufe insgesamt|Aufrufe gesamt|Visualizzazioni totali|Totaal aantal weergaven',
    'Łączna liczba wyświetleń|Всего просмотров|Усього переглядів|Toplam görüntüleme',
    'Toplam görüntülenme|Total penayangan|Total tayangan|Jumlah tontonan|Tổng lượt xem|合計視聴数',
    '総視聴数|총 조회수|总播放量|總觀看次數|إجمالي المشاهدات',
  ],
  saves: [
    'Total saves|Saves|Favorites|Total favorites|Add to favorites|Lägg till i Favoriter',
    'Føj til favoritter|Legg til i favoritter|Añadir a Favoritos|Agregar a Favoritos',
    'Adicionar aos favoritos|Ajouter aux favoris|Zu Favoriten hinzufügen|Aggiungi ai preferiti',
    'Toevoegen aan favorieten|Dodaj do ulubionych|Добавить в избранное|Favorilere ekle',
    'Tambahkan ke Favorit|Tambah ke Favorit|お気に入りに追加|즐겨찾기에 추가|添加到收藏|收藏|加入最愛',
    'إضافة إلى المفضلة',
  ],
  /** The day of the export, on every row. */
  export_day: ['Time|Datum|Date|Tid|Fecha|Data|Hora|Heure|Zeit|Время|時間|时间|시간'],
} as const;

export type StudioField = keyof typeof headings;

/** Headings of the named fields in one spelling, for `findColumns`. */
export function studioHeadings<F extends StudioField>(...fields: readonly F[]): Synonyms<F> {
  const found = {} as Record<F, readonly string[]>;
  for (const field of fields)
    found[field] = [...new Set(headings[field].flatMap((line) => line.split('|')).map(columnKey))];
  return found;
}

const difference =
  /differen|diferen|différence|diferença|unterschied|veränderung|verschil|różnic|разниц|різниц|fark|selisih|perbedaan|perbezaan|chênh|การเปลี่ยนแปลง|差|차이|الفرق|skillnad|forskel|forskjell/;
const follower =
  /follower|följare|følgere|seguidor|abonné|volger|obserwując|подписчик|підписник|takipçi|pengikut|theo dõi|ผู้ติดตาม|フォロワー|팔로워|粉丝|粉絲|متابع/;
const dayBefore =
  /previous day|föregående dag|foregående dag|dagen (?:innan|før)|d[ií]a anterior|jour précédent|veille|vortag|giorno precedente|vorige dag|poprzedni|предыдущ|попередн|önceki gün|hari sebelum|ngày (?:hôm )?trước|วันก่อน|前日|전날|전일|前一天|اليوم السابق/;

/** The place of "Difference in followers from previous day", which every language words in its own way; -1 for none. */
export function findDifference(header: readonly string[]): number {
  return header.findIndex((name) => {
    const text = name.normalize('NFC').toLowerCase();
    return difference.test(text) && follower.test(text) && dayBefore.test(text);
  });
}
