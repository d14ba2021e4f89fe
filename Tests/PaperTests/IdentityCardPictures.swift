// Pictures of identity-card codes made by other people's encoders: PyPI's segno 1.6 and qrcode,
// UTF-8 without an ECI mark, as the cards have them. The people are invented.

import Testing

/// A picture of a code and the text that was put into it.
struct IdentityCardPicture: Sendable, CustomTestStringConvertible {
  let text: String
  let origin: String
  let base64: String

  var testDescription: String { origin + ": " + text.prefix(12) }
}

extension IdentityCardPicture {
  static let all: [IdentityCardPicture] = [
    IdentityCardPicture(
      text:
        "037085001234|161234567|Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình|12082021",
      origin: "segno, PNG",
      base64: """
        iVBORw0KGgoAAAANSUhEUgAAAJMAAACTAQAAAACinha4AAAB5ElEQVR42uVWsbGlMAwU58AZbsAztOHMLUED\
        GBrgteTMbXjGDUDmwGPdmn/Zv0Q/vPMQADNC0mp3BfG3k+mffncThURTVB9Wn0gT51/0/fztHfHDLaQckrqd\
        DQmPkthoV08mZdxzok0aq9tMS/fl+UGsL7fLU7VGGsttdXn3ObCdhP0C5y3ZP5cQZ5xbA+HCafmam6Rf2jV3\
        x90T8gZZzcvl1Af0SOVyfMpqpp3QZukODFlkWLly62ZYHaS6FvZb86qRFNxomJSQz6o7xXVwg7SsZq5kmM9U\
        ELXrcsryIorPCqD4cC3IcM6rU7fmy+XZZSOJ7WO+fEZ1DCVaGSeTXSkDpU9UtxfqKEGAZKI6GWK0wn6Hfg+9\
        dCofbqKau1dPeucL/VbpfJsBKzyh6xmikPEZ+h1U3GoLUYbzk/JMbR58Hs9C31AXCnbQL7x9OYX9BhCSl2fQ\
        UuYbHDEddEoAuUt9I8JjQQx84ctpJThjHcRsYjMRYxLi/Pok0N7q0LKMz1VdGmu0PAM0Yd5qZ1e4QoZ5JSEn\
        eZQdhmuhYFnN2Ee7b1sqB7VJOF/sQWwxw6PfiRVL9y9onJaL0K8w7xtr4uvPrk0/2PvebnI+v/85sPfCEfNq\
        Rr73dw+nJaiYhfP9j/5FfwNhi5UDSjS0lQAAAABJRU5ErkJggg==
        """),
    IdentityCardPicture(
      text:
        "040201009999||Trần Văn Ứng|01012001|Nam|Đô Lương, Nghệ An|15072022",
      origin: "segno, PNG",
      base64: """
        iVBORw0KGgoAAAANSUhEUgAAAIcAAACHAQAAAAAUnHenAAABnElEQVR42t1WvY2uMBAcngNnHw1Yog1nbgka\
        4KcBriVnbsOSG4DMgcW+QZfdJev0LESAGA07s7ML5Md58EeeXMBqp68qX9KA6fmHn+f3E8gtbQ0YUlt920SN\
        im4Obanl8m62PSgvl50u24my5GJdPShpi5jHtq121EUNl+S+L72GPHctdypHnV4vtHVhi9NBrthg1SgxIm2M\
        eZM2RC3qCW71cqRy1+kJajWCOZHHRMvYIXqUG6P70GLv4NV+JTlBAWmBeby2Lql5SG5MGcirniuWHVTDCNXw\
        epfdII6WXVZErTxf3u10xIxgmE0typOrSCqvFEH/heWBW2r7hHcU6HsDvjFZNG7oSAp7Ps8eG1MW1H3oM2yj\
        FDvaqp9RVXbPVgT7Su/ygzZ7cwj9YjY7uM6Qx8jp8UZGjXJ8H3Y60ZGvW8qRyOWGyLselT8wu2VeAH1S5E3x\
        VmkWjRb9PFxtY75Y3ex7Zm9it2Pu4freKa8OgH6yEbVEzg02Fa+OncKFwnydMBJ7dqXlauAUxcd27BTWxRVG\
        AfVcf/Mv5T8zAgFtmJZkxAAAAABJRU5ErkJggg==
        """),
    IdentityCardPicture(
      text:
        "033199004321|Đặng Thị Ngọc Ánh|20/11/1999|Nữ|Phường Trần Hưng Đạo, Hưng Yên|01/02/2023",
      origin: "segno, PNG",
      base64: """
        iVBORw0KGgoAAAANSUhEUgAAAJ8AAACfAQAAAADPYDZNAAACOElEQVR42uVXO67kIBBsLwGZfQEkrkHGlewL\
        +HMB+0pkXAOJC5iMANFbTLDJvqQnfdYIjSzV9K+q6CH+/+n0W16+RLtLRzVL5O4Nke1/6Ifnx5fEhdvuVPe5\
        U5pdO1gID2aLbWK+aj5dW7UYvuq2a/siAWe+gG/BXpWm2rYgh3NbXb49oitmce3o/BbNv4+083hKpIXt61Rh\
        O6Ypq52OCiyR5ts3nLLoVZWqrqDQvd3Z7qSdJ/K0Uy7Rckjy6AO1ej4JI7CvFD6Gxd0huuqUH2HrhpRCWsB8\
        MrNXt5dGT7NOUxzTPzD6Kp27OkF1Gow9AlgkTN6befxIfgblxKTtZAsn8mkJuXtaojD5AK0hATMFPrXZnTB5\
        nU/Nr6dZG/L2qTI4gDivSFNMOyETqd5Rewb3XniOsyWKOw/GXvCcqrrGd2HrIiLmV9tSoR1bghA+UHSgds4f\
        9cndBt3WYLtZHaqQ6j1NnA4GZ/gJMEzh4DTcpm0gLTdytEhrZ7NrcIZfh8GZTcp5bZ9gSKN7bXbqFioOPn+M\
        iyZBszuwQs6Xmjm0papP7WkRso4jvAJ3HLRGs6dN6HUMnTq+Kd+OHzZHlXodlD48liMu6Hx94zb2duOEcFbp\
        coKqPZYKQt8+zP/ihm0TdIeLXq64sVnptjD0osYUvHi7GMMiiAVVIDqLVyNnz+Fyg7rk5XAN8mDu2O6G+Yg3\
        K4bNDuFsUbE0+XG3gqsQTsbcZy9W3BZwwY3NkLEjBSlpf+vfgb8UZd1r1fiK8gAAAABJRU5ErkJggg==
        """),
    IdentityCardPicture(
      text:
        "024075000777||Vũ Đình Quyết|30041975|Nam|Thôn Đồng Kỵ, Từ Sơn, Bắc Ninh|09092021|ĐẶC BIỆT|",
      origin: "segno, PNG",
      base64: """
        iVBORw0KGgoAAAANSUhEUgAAAJ8AAACfAQAAAADPYDZNAAACNElEQVR42uVXu43sMAykT4GydQMC1IYytWQ3\
        4E8DVkvK1IYBNWBnDATzRnvAS94l3PSEhWAYoEkOh0Muyf/nob/y8iJaLA1Sn0irOCL/fNEv59eXJLe0BTf7\
        uxCFtorSPLspnkTnzObmNlm1+SxtLG6Vk4L7xLzULdDA55j15tJmPl/B31LxrM0dyM/F/ftpkce5yAh371d8\
        V1OXOy2hLRG5uyU2sqL0bh6itYfdpugvdfA0FHPncxbZ87kWpXcG4PJY2ajhC4cy+AdUeRd9zqi7AD1d4aKk\
        7I/YVpYj+sTqusNwzx0ByTQpvd9iLgJibWCiWEXdcbDym60P+SPIo80dUHfvVdigiGNW1733SzEpu0HcWHTm\
        D9D+KZmFd/BHGTyKnmksuN0LL7TIo9eAefCXpRnPytyvCNah7g6isUTcStJS9/sixNA+8N47TgAdkXX9Dsrg\
        gyR5e8/nK4I5StaVNqJNLK25QTRGbb9nKAw+As4gfZBHmXtuA8aTPVepieulDV7qzg1dc3QOmIPUuSPlrjbS\
        hqwWq5sxmmFogD8FdJxa5+fS2SIM5kM2tXXvnZ64vaLsxUvRss6tGTc+AqmEbnst59O76DtaJqjV5ma0eVu7\
        4oFyXffUEzZCZ0A5NKx6xvXNKlQI3QS+WYx49XaBhSR15mPJgWbqNyuSHV3Pcutz76sRS2LzxL5d7J94J4xm\
        xJ9y7YNGu1XaupHZ4vmBXAD5CUOKewWPSFPQ7jZ/9e/AN/qT5RVVZUnLAAAAAElFTkSuQmCC
        """),
    IdentityCardPicture(
      text:
        "040201009999||Trần Văn Ứng|01012001|Nam|Đô Lương, Nghệ An|15072022",
      origin: "qrcode, JPEG turned by a quarter",
      base64: """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmB\
        anGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSk\
        pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAC0ALQDASIAAhEBAxEB/8QAHwAAAQUBAQEB\
        AQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKB\
        kaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1\
        dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl\
        5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcF\
        BAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5\
        OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0\
        tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDpqKKKACii\
        igAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKAOG0XSP7V879/wCV5W3+DdnO\
        fcelaf8AwiP/AE/f+Qv/ALKjwZ/y+f8AAP8A2auZoA6b/hEf+n7/AMhf/ZUeDP8Al8/4B/7NR4M/5fP+Af8A\
        s1Hgz/l8/wCAf+zUAaetav8A2V5P7jzfN3fx7cYx7H1rM/4RH/p+/wDIX/2VZmi6R/avnfv/ACvK2/wbs5z7\
        j0rT/wCRq/6dPs3/AAPdu/LH3f1oAzNF1f8Asrzv3Hm+bt/j24xn2PrWZXTf8Jd/04/+Rf8A7Gj/AIS7/px/\
        8i//AGNAB/wl3/Tj/wCRf/saP+ER/wCn7/yF/wDZVp6LpH9led+/83zdv8G3GM+59a5nWtX/ALV8n9x5Xlbv\
        492c49h6UAdNoukf2V537/zfN2/wbcYz7n1rhq7nWtX/ALK8n9x5vm7v49uMY9j61zOi6v8A2V537jzfN2/x\
        7cYz7H1oA0/+RV/6e/tP/ANu388/e/SszWtI/sryf3/m+bu/g24xj3PrWn/yKv8A09/af+Abdv55+9+lH/I1\
        f9On2b/ge7d+WPu/rQBp6Lq/9q+d+48rytv8e7Oc+w9KzPBn/L5/wD/2aj/hLv8Apx/8i/8A2NH/AAl3/Tj/\
        AORf/saAD/kav+nT7N/wPdu/LH3f1rM0XSP7V879/wCV5W3+DdnOfcelaf8AyKv/AE9/af8AgG3b+efvfpWZ\
        rWkf2V5P7/zfN3fwbcYx7n1oA0/Bn/L5/wAA/wDZq6aszRdI/srzv3/m+bt/g24xn3PrWnQAUUUUAFFFFAHM\
        +DP+Xz/gH/s1H/CI/wDT9/5C/wDsqP8AhEf+n7/yF/8AZUf8Ij/0/f8AkL/7KgDT0XSP7K879/5vm7f4NuMZ\
        9z61meDP+Xz/AIB/7NR/wiP/AE/f+Qv/ALKtPRdI/srzv3/m+bt/g24xn3PrQBw1dN4z/wCXP/gf/stH/CI/\
        9P3/AJC/+yo8Z/8ALn/wP/2WgA8Gf8vn/AP/AGaumrmf+RV/6e/tP/ANu388/e/SjwZ/y+f8A/8AZqANPWtX\
        /sryf3Hm+bu/j24xj2PrWnWZrWr/ANleT+483zd38e3GMex9azPGf/Ln/wAD/wDZaADwZ/y+f8A/9mrpq5n/\
        AJFX/p7+0/8AANu388/e/Sj/AIRH/p+/8hf/AGVAGnoukf2V537/AM3zdv8ABtxjPufWjWtX/sryf3Hm+bu/\
        j24xj2PrWZ/yNX/Tp9m/4Hu3flj7v60eM/8Alz/4H/7LQBmaLpH9q+d+/wDK8rb/AAbs5z7j0rT/AOER/wCn\
        7/yF/wDZUeDP+Xz/AIB/7NWnoukf2V537/zfN2/wbcYz7n1oA4au51rV/wCyvJ/ceb5u7+PbjGPY+tczoukf\
        2r537/yvK2/wbs5z7j0o1rV/7V8n9x5Xlbv492c49h6UAdzRRRQAUUUUAFFFFAGZrWr/ANleT+483zd38e3G\
        Mex9a5nRdI/tXzv3/leVt/g3Zzn3HpXTa1q/9leT+483zd38e3GMex9a5nWtX/tXyf3HleVu/j3Zzj2HpQBp\
        /wDIq/8AT39p/wCAbdv55+9+lZmtaR/ZXk/v/N83d/BtxjHufWu5rM0XSP7K879/5vm7f4NuMZ9z60AGi6v/\
        AGr537jyvK2/x7s5z7D0rmdF0j+1fO/f+V5W3+DdnOfceldNoukf2V537/zfN2/wbcYz7n1rM8Z/8uf/AAP/\
        ANloA5mtPWtX/tXyf3HleVu/j3Zzj2HpRrWr/wBq+T+48ryt38e7Ocew9K0/Bn/L5/wD/wBmoA09a0j+1fJ/\
        f+V5W7+DdnOPcelZn/I1f9On2b/ge7d+WPu/rWZour/2V537jzfN2/x7cYz7H1rT/wCEu/6cf/Iv/wBjQAf8\
        Ij/0/f8AkL/7KszWtX/tXyf3HleVu/j3Zzj2HpXTaLq/9q+d+48rytv8e7Oc+w9K5nRdI/tXzv3/AJXlbf4N\
        2c59x6UAdNrWkf2r5P7/AMryt38G7Oce49K5nRdX/srzv3Hm+bt/j24xn2PrWn4M/wCXz/gH/s1Zmi6R/avn\
        fv8AyvK2/wAG7Oc+49KADRdI/tXzv3/leVt/g3Zzn3HpWn/wiP8A0/f+Qv8A7KszRdX/ALK879x5vm7f49uM\
        Z9j6102tav8A2V5P7jzfN3fx7cYx7H1oAzPBn/L5/wAA/wDZq5mtPRdX/srzv3Hm+bt/j24xn2PrWn4M/wCX\
        z/gH/s1AB4M/5fP+Af8As1dNWZour/2r537jyvK2/wAe7Oc+w9K06ACiiigAooooAzNF1f8AtXzv3HleVt/j\
        3Zzn2HpWZ/wiP/T9/wCQv/sq09a0j+1fJ/f+V5W7+DdnOPcelGi6v/avnfuPK8rb/HuznPsPSgA0XV/7V879\
        x5Xlbf492c59h6VzOtaR/ZXk/v8AzfN3fwbcYx7n1rpta0j+1fJ/f+V5W7+DdnOPcelZn/Iq/wDT39p/4Bt2\
        /nn736UAaei6R/ZXnfv/ADfN2/wbcYz7n1rM/wCER/6fv/IX/wBlWZrWkf2V5P7/AM3zd38G3GMe59a6bRdX\
        /tXzv3HleVt/j3Zzn2HpQBmf8Ij/ANP3/kL/AOyo8Gf8vn/AP/Zq09F0j+yvO/f+b5u3+DbjGfc+tczour/2\
        V537jzfN2/x7cYz7H1oANa0j+yvJ/f8Am+bu/g24xj3PrXTa1q/9leT+483zd38e3GMex9azPGf/AC5/8D/9\
        lo/5Gr/p0+zf8D3bvyx939aANPRdI/srzv3/AJvm7f4NuMZ9z61zOi6v/ZXnfuPN83b/AB7cYz7H1rT8Z/8A\
        Ln/wP/2WszWtX/tXyf3HleVu/j3Zzj2HpQBp/wDCI/8AT9/5C/8AsqzNa1f+1fJ/ceV5W7+PdnOPYeldNrWk\
        f2r5P7/yvK3fwbs5x7j0o1rSP7V8n9/5Xlbv4N2c49x6UAGi6v8A2r537jyvK2/x7s5z7D0rM/4RH/p+/wDI\
        X/2Vaetav/ZXk/uPN83d/HtxjHsfWuGoA6bxn/y5/wDA/wD2Wj/kav8Ap0+zf8D3bvyx939a09a0j+1fJ/f+\
        V5W7+DdnOPcelZn/AAl3/Tj/AORf/saANPRdI/srzv3/AJvm7f4NuMZ9z61p1maLpH9led+/83zdv8G3GM+5\
        9a06ACiiigAooooAzNF1f+1fO/ceV5W3+PdnOfYelZn/ACNX/Tp9m/4Hu3flj7v61p61pH9q+T+/8ryt38G7\
        Oce49KzPGf8Ay5/8D/8AZaANPRdX/tXzv3HleVt/j3Zzn2HpRoukf2V537/zfN2/wbcYz7n1rM8Z/wDLn/wP\
        /wBlo/4RH/p+/wDIX/2VAB/yKv8A09/af+Abdv55+9+ldNXM/wDCI/8AT9/5C/8AsqP+ER/6fv8AyF/9lQAf\
        8ir/ANPf2n/gG3b+efvfpWnrWkf2r5P7/wAryt38G7Oce49K5nRdX/srzv3Hm+bt/j24xn2PrRrWr/2r5P7j\
        yvK3fx7s5x7D0oANF1f+yvO/ceb5u3+PbjGfY+tdNrWr/wBleT+483zd38e3GMex9aNa0j+1fJ/f+V5W7+Dd\
        nOPcelGi6R/ZXnfv/N83b/BtxjPufWgDmda0j+yvJ/f+b5u7+DbjGPc+tGtaR/ZXk/v/ADfN3fwbcYx7n1rT\
        8Gf8vn/AP/Zq09F0j+yvO/f+b5u3+DbjGfc+tAGZ/wAir/09/af+Abdv55+9+lZmtaR/ZXk/v/N83d/BtxjH\
        ufWum0XSP7K879/5vm7f4NuMZ9z61zOi6R/avnfv/K8rb/BuznPuPSgDT8Z/8uf/AAP/ANlo8Z/8uf8AwP8A\
        9lrM0XV/7K879x5vm7f49uMZ9j60a1q/9q+T+48ryt38e7Ocew9KADRdX/srzv3Hm+bt/j24xn2PrXc1ma1p\
        H9q+T+/8ryt38G7Oce49KzP+ER/6fv8AyF/9lQB01Fcz4M/5fP8AgH/s1dNQAUUUUAFFFFAGZrWkf2r5P7/y\
        vK3fwbs5x7j0rmda0j+yvJ/f+b5u7+DbjGPc+tGtaR/ZXk/v/N83d/BtxjHufWum0XSP7K879/5vm7f4NuMZ\
        9z60AGi6R/ZXnfv/ADfN2/wbcYz7n1rM/wCER/6fv/IX/wBlWZrWkf2V5P7/AM3zd38G3GMe59aNa0j+yvJ/\
        f+b5u7+DbjGPc+tABrWr/wBq+T+48ryt38e7Ocew9K6bWtI/tXyf3/leVu/g3Zzj3HpWZ/yNX/Tp9m/4Hu3f\
        lj7v60eM/wDlz/4H/wCy0AHjP/lz/wCB/wDstZmtav8A2r5P7jyvK3fx7s5x7D0rT/5FX/p7+0/8A27fzz97\
        9KP+Rq/6dPs3/A9278sfd/WgA/5FX/p7+0/8A27fzz979KzNF1f+yvO/ceb5u3+PbjGfY+taf/CI/wDT9/5C\
        /wDsqP8Akav+nT7N/wAD3bvyx939aAMzRdI/tXzv3/leVt/g3Zzn3HpRour/ANled+483zdv8e3GM+x9aNa0\
        j+yvJ/f+b5u7+DbjGPc+taf/AAl3/Tj/AORf/saAMzWtX/tXyf3HleVu/j3Zzj2HpXTa1pH9q+T+/wDK8rd/\
        BuznHuPSsz/kVf8Ap7+0/wDANu388/e/SszWtI/sryf3/m+bu/g24xj3PrQB02i6R/ZXnfv/ADfN2/wbcYz7\
        n1rM/wCEu/6cf/Iv/wBjR/yNX/Tp9m/4Hu3flj7v60f8ir/09/af+Abdv55+9+lAGZour/2V537jzfN2/wAe\
        3GM+x9aNF1f+yvO/ceb5u3+PbjGfY+tafjP/AJc/+B/+y1p61pH9q+T+/wDK8rd/BuznHuPSgDM8Gf8AL5/w\
        D/2aumrM0XSP7K879/5vm7f4NuMZ9z61p0AFFFFABRRRQBw2i6R/avnfv/K8rb/BuznPuPSjRdX/ALK879x5\
        vm7f49uMZ9j60aLq/wDZXnfuPN83b/HtxjPsfWtP/hLv+nH/AMi//Y0AaetaR/avk/v/ACvK3fwbs5x7j0rM\
        /wCRV/6e/tP/AADbt/PP3v0rM0XSP7V879/5Xlbf4N2c59x6Ua1pH9leT+/83zd38G3GMe59aAMyvTK4bRdI\
        /tXzv3/leVt/g3Zzn3HpRrWr/wBq+T+48ryt38e7Ocew9KANP/kVf+nv7T/wDbt/PP3v0o/5FX/p7+0/8A27\
        fzz979KP+ER/6fv/ACF/9lR/wiP/AE/f+Qv/ALKgA8Z/8uf/AAP/ANlrM0XSP7V879/5Xlbf4N2c59x6Vp+M\
        /wDlz/4H/wCy0eM/+XP/AIH/AOy0Aaetav8A2V5P7jzfN3fx7cYx7H1rM8Z/8uf/AAP/ANlo/wCEu/6cf/Iv\
        /wBjR/yNX/Tp9m/4Hu3flj7v60AZmi6R/avnfv8AyvK2/wAG7Oc+49K0/wDhLv8Apx/8i/8A2NZmtaR/ZXk/\
        v/N83d/BtxjHufWum1rSP7V8n9/5Xlbv4N2c49x6UAczoukf2r537/yvK2/wbs5z7j0rpta0j+1fJ/f+V5W7\
        +DdnOPcelczoukf2r537/wArytv8G7Oc+49K6bRdI/srzv3/AJvm7f4NuMZ9z60AZn/Iq/8AT39p/wCAbdv5\
        5+9+lH/I1f8ATp9m/wCB7t35Y+7+taei6v8A2r537jyvK2/x7s5z7D0rM8Z/8uf/AAP/ANloA09F1f8AtXzv\
        3HleVt/j3Zzn2HpWnWZour/2r537jyvK2/x7s5z7D0rToAKKKKACiiigArmf+ER/6fv/ACF/9lWZoukf2r53\
        7/yvK2/wbs5z7j0rT/4RH/p+/wDIX/2VAB/wiP8A0/f+Qv8A7Kj/AIRH/p+/8hf/AGVH/CI/9P3/AJC/+yo8\
        Gf8AL5/wD/2agA8Z/wDLn/wP/wBlo8Gf8vn/AAD/ANmrM0XV/wCyvO/ceb5u3+PbjGfY+taf/Iq/9Pf2n/gG\
        3b+efvfpQAf8Jd/04/8AkX/7GuZrudF0j+yvO/f+b5u3+DbjGfc+tZngz/l8/wCAf+zUAZmi6v8A2V537jzf\
        N2/x7cYz7H1o0XV/7K879x5vm7f49uMZ9j60aLq/9led+483zdv8e3GM+x9a0/8AkVf+nv7T/wAA27fzz979\
        KAD/AIRH/p+/8hf/AGVczXc6LpH9led+/wDN83b/AAbcYz7n1rM8Gf8AL5/wD/2agDpqzNF1f+1fO/ceV5W3\
        +PdnOfYelczour/2V537jzfN2/x7cYz7H1rT/wCRV/6e/tP/AADbt/PP3v0oA09a0j+1fJ/f+V5W7+DdnOPc\
        elGtaR/avk/v/K8rd/BuznHuPSszwZ/y+f8AAP8A2aszRdI/tXzv3/leVt/g3Zzn3HpQBp/8Ij/0/f8AkL/7\
        KtPRdI/srzv3/m+bt/g24xn3PrWZ/wAIj/0/f+Qv/sqP+ER/6fv/ACF/9lQBp6LpH9led+/83zdv8G3GM+59\
        a065nwZ/y+f8A/8AZq6agAooooAKKKKAOZ8Gf8vn/AP/AGauZrpvBn/L5/wD/wBmo/4RH/p+/wDIX/2VAB4M\
        /wCXz/gH/s1Hgz/l8/4B/wCzVp6LpH9led+/83zdv8G3GM+59azPBn/L5/wD/wBmoAzNF0j+1fO/f+V5W3+D\
        dnOfcelZlaetaR/ZXk/v/N83d/BtxjHufWjWtX/tXyf3HleVu/j3Zzj2HpQBp/8ACI/9P3/kL/7Kj/hLv+nH\
        /wAi/wD2NH/I1f8ATp9m/wCB7t35Y+7+taetaR/avk/v/K8rd/BuznHuPSgA0XV/7V879x5Xlbf492c59h6V\
        zOi6v/ZXnfuPN83b/HtxjPsfWu5rhtF0j+1fO/f+V5W3+DdnOfcelAGn/wAir/09/af+Abdv55+9+lH/AAl3\
        /Tj/AORf/sazNa1f+1fJ/ceV5W7+PdnOPYeldzQBzP8Awl3/AE4/+Rf/ALGj/kVf+nv7T/wDbt/PP3v0rma7\
        nWtI/tXyf3/leVu/g3Zzj3HpQBp1zPgz/l8/4B/7NWnoukf2V537/wA3zdv8G3GM+59azPBn/L5/wD/2agDm\
        a6bwZ/y+f8A/9mo/4RH/AKfv/IX/ANlWnoukf2V537/zfN2/wbcYz7n1oAzPBn/L5/wD/wBmrpq5nwZ/y+f8\
        A/8AZq6agAooooAKKKKAOZ/4RH/p+/8AIX/2VH/CI/8AT9/5C/8Asq6aigDmf+ER/wCn7/yF/wDZVp6LpH9l\
        ed+/83zdv8G3GM+59a06KAOZ/wCER/6fv/IX/wBlWnrWkf2r5P7/AMryt38G7Oce49K06KAOZ/4RH/p+/wDI\
        X/2VH/CI/wDT9/5C/wDsq6aigDmf+ER/6fv/ACF/9lWnoukf2V537/zfN2/wbcYz7n1rTooAKzNF0j+yvO/f\
        +b5u3+DbjGfc+tadFAHM/wDCI/8AT9/5C/8AsqP+ER/6fv8AyF/9lXTUUAZmi6R/ZXnfv/N83b/BtxjPufWs\
        z/hEf+n7/wAhf/ZV01FAHM/8Ij/0/f8AkL/7Kj/hEf8Ap+/8hf8A2VdNRQBmaLpH9led+/8AN83b/BtxjPuf\
        WtOiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooAKKKKACiiigAooooA/9k=
        """),
  ]
}
