#include "base/locale.h"

static const uint8_t by_three[] = {3};

/* Vega-Lite's. */
static const jb_time_specifiers english = {.year_month = JB_K("%b %Y "),
                                           .year_month_date = JB_K("%b %d, %Y ")};

static const jb_time_specifiers chinese = {.by_unit = {[JB_YEAR] = JB_K("%Y年"),
                                                       [JB_QUARTER] = JB_K("%q季度"),
                                                       [JB_MONTH] = JB_K("%-m月"),
                                                       [JB_WEEK] = JB_K("第%-U周 "),
                                                       [JB_ISOWEEK] = JB_K("第%-V周 "),
                                                       [JB_MONTHDAY] = JB_K("%-d日 "),
                                                       [JB_DAYOFYEAR] = JB_K("第%-j天 "),
                                                       [JB_HOURS] = JB_K("%-H时")},
                                           .year_month = JB_K("%Y年%-m月"),
                                           .year_month_date = JB_K("%Y年%-m月%-d日 "),
                                           .year_isoweek = JB_K("%G年第%-V周 ")};
static const jb_time_specifiers chinese_calendar = {.by_unit = {[JB_YEAR] = JB_K("%Y年"),
                                                                [JB_QUARTER] = JB_K("%-m月"),
                                                                [JB_MONTH] = JB_K("%-m月"),
                                                                [JB_WEEK] = JB_K("%-m月%-d日"),
                                                                [JB_MONTHDAY] = JB_K("%-d日"),
                                                                [JB_HOURS] = JB_K("%H:%M"),
                                                                [JB_MINUTES] = JB_K("%H:%M")}};

const jb_locale jb_locale_en_us = {
    .number = {JB_K("."),
               JB_K(","),
               by_three,
               1,
               {JB_K("$"), JB_K("")},
               NULL,
               JB_K("%"),
               JB_K("−"),
               JB_K("NaN")},
    .time = {
        JB_K("%x, %X"),
        JB_K("%-m/%-d/%Y"),
        JB_K("%-I:%M:%S %p"),
        {JB_K("AM"), JB_K("PM")},
        {JB_K("Sunday"), JB_K("Monday"), JB_K("Tuesday"), JB_K("Wednesday"), JB_K("Thursday"),
         JB_K("Friday"), JB_K("Saturday")},
        {JB_K("Sun"), JB_K("Mon"), JB_K("Tue"), JB_K("Wed"), JB_K("Thu"), JB_K("Fri"), JB_K("Sat")},
        {JB_K("January"), JB_K("February"), JB_K("March"), JB_K("April"), JB_K("May"), JB_K("June"),
         JB_K("July"), JB_K("August"), JB_K("September"), JB_K("October"), JB_K("November"),
         JB_K("December")},
        {JB_K("Jan"), JB_K("Feb"), JB_K("Mar"), JB_K("Apr"), JB_K("May"), JB_K("Jun"), JB_K("Jul"),
         JB_K("Aug"), JB_K("Sep"), JB_K("Oct"), JB_K("Nov"), JB_K("Dec")},
        &english,
        NULL,
        JB_K("%b %d, %Y")}};

const jb_locale jb_locale_zh_cn = {
    .chinese = true,
    .number = {JB_K("."),
               JB_K(","),
               by_three,
               1,
               {JB_K("¥"), JB_K("")},
               NULL,
               JB_K("%"),
               JB_K("−"),
               JB_K("NaN")},
    .time = {JB_K("%x%A %X"),
             JB_K("%Y年%-m月%-d日"),
             JB_K("%H:%M:%S"),
             {JB_K("上午"), JB_K("下午")},
             {JB_K("星期日"), JB_K("星期一"), JB_K("星期二"), JB_K("星期三"), JB_K("星期四"),
              JB_K("星期五"), JB_K("星期六")},
             {JB_K("周日"), JB_K("周一"), JB_K("周二"), JB_K("周三"), JB_K("周四"), JB_K("周五"),
              JB_K("周六")},
             {JB_K("一月"), JB_K("二月"), JB_K("三月"), JB_K("四月"), JB_K("五月"), JB_K("六月"),
              JB_K("七月"), JB_K("八月"), JB_K("九月"), JB_K("十月"), JB_K("十一月"),
              JB_K("十二月")},
             {JB_K("1月"), JB_K("2月"), JB_K("3月"), JB_K("4月"), JB_K("5月"), JB_K("6月"),
              JB_K("7月"), JB_K("8月"), JB_K("9月"), JB_K("10月"), JB_K("11月"), JB_K("12月")},
             &chinese,
             &chinese_calendar,
             JB_K("%Y年%-m月%-d日")}};

const jb_locale *jb_locale_find(jb_str name)
{
    static const struct {
        jb_str name;
        const jb_locale *locale;
    } rows[] = {{JB_K("en-US"), &jb_locale_en_us},
                {JB_K("en"), &jb_locale_en_us},
                {JB_K("zh-CN"), &jb_locale_zh_cn},
                {JB_K("zh"), &jb_locale_zh_cn}};
    for (size_t i = 0; i < JB_COUNT(rows); i++)
        if (jb_str_eq_fold(name, rows[i].name))
            return rows[i].locale;
    return NULL;
}
